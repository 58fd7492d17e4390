/** Bytes of a base page. */
export const PAGE_SIZE = 4096;

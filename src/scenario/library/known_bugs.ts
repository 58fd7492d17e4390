/** The catalogue of historical bugs that a scenario shows, in the order of their numbers. */
import type { KnownBug } from "./known_bug.ts";
import { MIGRATION_BUGS } from "./migration_bugs.ts";
import { SOFT_DIRTY_BUGS } from "./soft_dirty_bugs.ts";
import { UFFD_WP_BUGS } from "./uffd_wp_bugs.ts";

const number = ({ id }: KnownBug) => Number(id.replace(/\D/g, ""));

export const KNOWN_BUGS: readonly KnownBug[] = [...SOFT_DIRTY_BUGS, ...UFFD_WP_BUGS, ...MIGRATION_BUGS].sort(
	(a, b) => number(a) - number(b),
);

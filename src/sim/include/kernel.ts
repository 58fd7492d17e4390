/** A kernel is data: how it lays entries out, and the named differences between it and the others. */

/** Types of not-present entries, as this kernel numbers them; null where the kernel has no such entry. */
export interface SwapTypes {
	readonly migrationRead: number;
	readonly migrationReadExclusive: number | null;
	readonly migrationWrite: number;
	readonly marker: number | null;
}

/** Where bits sit in the 64-bit words. Source: arch/x86/include/asm/pgtable_types.h and pgtable_64.h of the version. */
export interface EntryLayout {
	/** Present entries. */
	readonly uffdWpBit: 10 | null;
	readonly savedDirtyBit: 58 | null;
	/** PROT_NONE entries store the frame number inverted (L1TF, 4.19 on). */
	readonly protNoneInvertsFrame: boolean;
	/** Not-present entries. */
	readonly swap: {
		readonly typeShift: number;
		readonly offsetShift: number;
		/** Offset as one's complement in bits 9–58, type in 59–63 (L1TF, 4.19 on). */
		readonly offsetInverted: boolean;
		readonly softDirtyBit: 7 | 1;
		readonly uffdWpBit: 2 | null;
		readonly exclusiveBit: 3 | null;
		readonly types: SwapTypes;
	};
	/** /proc/PID/pagemap reports uffd-wp in bit 57 (5.14 on). */
	readonly pagemapUffdWp: boolean;
}

/** Identity and layout of a kernel; `sim/kernels/differences.ts` adds what it does differently. */
export interface KernelIdentity {
	/** As in kernels.json: `4.6.2`, `6.1-fix-reverted`. */
	readonly id: string;
	/** `2016-06`. */
	readonly released: string;
	/** One sentence for people who choose a kernel. */
	readonly about: string;
	readonly layout: EntryLayout;
}

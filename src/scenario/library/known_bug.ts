/** What an entry of the catalogue of historical bugs consists of: a scenario, and what it shows where the bug is there. */
import type { ProcessId } from "../../sim/include/operation.ts";

/** One page of one process, in pages from the region's start. */
export interface PagePlace {
	readonly process: ProcessId;
	readonly region: string;
	readonly page: number;
}

/** Bits of a pagemap word that claims ask for. */
export type PagemapBit = "soft-dirty" | "uffd-wp";
/** Bits of a present entry that claims ask for. */
export type EntryBit = "write" | "soft-dirty" | "uffd-wp";

/** `step` counts from 1; what is claimed holds after that step. A claim is checks that all hold. */
export type Check =
	| { readonly kind: "pagemap"; readonly step: number; readonly at: PagePlace; readonly bit: PagemapBit; readonly set: boolean }
	/** The entry maps the page (a swap entry satisfies neither `set`), and its bit is so. */
	| { readonly kind: "entry"; readonly step: number; readonly at: PagePlace; readonly bit: EntryBit; readonly set: boolean }
	/** What the oracle says of the tracker: a write that it does not report, or a report without a write. */
	| { readonly kind: "verdict"; readonly step: number; readonly at: PagePlace; readonly says: "missed" | "spurious" }
	/** Whether the step raised a page fault message of userfaultfd. */
	| { readonly kind: "message"; readonly step: number; readonly raised: boolean }
	/** Whether the kernel itself broke in the step: a BUG(). */
	| { readonly kind: "oops"; readonly step: number; readonly raised: boolean }
	/** The call of the step succeeded: without it, what comes after would show nothing. */
	| { readonly kind: "succeeded"; readonly step: number };

export interface KnownBug {
	/** `B1`; letters after the number tell variants of one bug apart. */
	readonly id: string;
	readonly title: string;
	/** Kernels on which the claim holds, in the order of time. */
	readonly shows: readonly string[];
	/** All the others. */
	readonly spared: readonly string[];
	/** The recording that has this very script. */
	readonly recording?: string;
	readonly script: readonly string[];
	readonly claim: readonly Check[];
	/** What goes wrong, and why. */
	readonly why: string;
}

/** A bug of the catalogue that no scenario shows today. */
export interface UnshownBug {
	readonly id: string;
	readonly title: string;
	/** What is missing to show it. */
	readonly reason: string;
}

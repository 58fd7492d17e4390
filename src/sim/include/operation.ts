/**
 * The scenario language, parsed: what a process (or the machine around it) is asked to do in one step.
 * Lengths and offsets are bytes. One text line a step; `scenario/parse.ts` reads it, `scenario/print.ts` writes it.
 */
export type ProcessId = string;

/** `region` or `region+offset`; offset in bytes. */
export interface Address {
	readonly region: string;
	readonly offset: number;
}

export interface Range extends Address {
	/** Bytes. */
	readonly length: number;
}

export type Protection = "none" | "r" | "rw";

export const ADVICES = [
	"hugepage",
	"nohugepage",
	"dontneed",
	"free",
	"cold",
	"pageout",
	"collapse",
	"mergeable",
	"unmergeable",
	"populate_read",
	"populate_write",
] as const;
export type Advice = (typeof ADVICES)[number];

export const UFFD_FEATURES = ["none", "wp", "wp_shmem", "wp_unpopulated", "wp_async", "fork", "remap"] as const;
export type UffdFeature = (typeof UFFD_FEATURES)[number];

export const UFFD_MODES = ["missing", "wp", "minor"] as const;
export type UffdMode = (typeof UFFD_MODES)[number];

export type Operation =
	| { readonly kind: "map"; readonly region: string; readonly length: number; readonly prot: Protection; readonly shared: boolean }
	| { readonly kind: "unmap"; readonly range: Range }
	| { readonly kind: "protect"; readonly range: Range; readonly prot: Protection }
	| { readonly kind: "advise"; readonly range: Range; readonly advice: Advice }
	/** Touch the first byte of each page of the range; a range without a length is one page. */
	| { readonly kind: "read" | "write" | "store"; readonly range: Range }
	| { readonly kind: "fill"; readonly range: Range; readonly byte: number }
	| { readonly kind: "remap"; readonly range: Range; readonly to: string }
	| { readonly kind: "fork"; readonly child: ProcessId }
	| { readonly kind: "exit" }
	| { readonly kind: "clear_refs" }
	| { readonly kind: "migrate" | "migrate_begin"; readonly range: Range; readonly node: number }
	/** The second half of what `migrate_begin` began on pages of this range, wherever their entries stand by now. */
	| { readonly kind: "migrate_finish"; readonly range: Range }
	| { readonly kind: "uffd_open"; readonly features: readonly UffdFeature[] }
	| { readonly kind: "uffd_register"; readonly range: Range; readonly modes: readonly UffdMode[] }
	| { readonly kind: "uffd_unregister" | "uffd_protect" | "uffd_unprotect" | "uffd_zeropage" | "uffd_wake"; readonly range: Range }
	| { readonly kind: "uffd_copy"; readonly range: Range; readonly wp: boolean }
	| {
			readonly kind: "scan";
			readonly range: Range;
			readonly anyof: number;
			readonly all: number;
			readonly inverted: number;
			readonly wp: boolean;
			readonly check: boolean;
	  }
	| { readonly kind: "ksm_run" }
	| { readonly kind: "cpu"; readonly cpu: number }
	| { readonly kind: "policy"; readonly node: number | "default" }
	| { readonly kind: "numa_hint"; readonly range: Range }
	| { readonly kind: "swap_out"; readonly range: Range }
	| { readonly kind: "prober_cpu"; readonly cpu: number }
	| { readonly kind: "split_all" };

export type OperationKind = Operation["kind"];

/** One step of a scenario: who does what. */
export interface Step {
	readonly process: ProcessId;
	readonly operation: Operation;
}

/** What happened beside the return value of a step, in the order in which it happened. */
import type { ProcessId } from "./operation.ts";

/** Code of a process that died without leaving one that the recorder could read. */
export const NO_EXIT_CODE = -1;

/** An address as events name it: `region+0x…`, or a bare `0x…` outside every region. */
export type Place = string;

export type KernelEvent =
	| { readonly kind: "pagefault"; readonly process: ProcessId; readonly at: Place; readonly flags: number }
	| { readonly kind: "fork_event"; readonly process: ProcessId }
	| { readonly kind: "remap_event"; readonly process: ProcessId; readonly from: Place; readonly to: Place; readonly length: number }
	| { readonly kind: "remove_event" | "unmap_event"; readonly process: ProcessId; readonly at: Place; readonly length: number }
	/** `by` is left out where it waits in userfaultfd; no recording has the other. */
	| { readonly kind: "blocked"; readonly process: ProcessId; readonly by?: "migration" }
	| { readonly kind: "unblocked"; readonly process: ProcessId; readonly ret: number; readonly errno: number }
	/** code 111: SIGSEGV, 107: SIGBUS. */
	| { readonly kind: "died"; readonly process: ProcessId; readonly code: number }
	| { readonly kind: "skipped"; readonly process: ProcessId; readonly why: "blocked" | "dead" }
	| { readonly kind: "moved"; readonly ok: number; readonly other: number; readonly status: number }
	/** The first half of a migration: folios on their way, and the listed pages that are not, `status` being the last such page's. */
	| { readonly kind: "migrating"; readonly folios: number; readonly other: number; readonly status: number }
	/** A BUG() of the kernel, or worse, at that function: the process never gets out of it. */
	| { readonly kind: "oops"; readonly process: ProcessId; readonly at: string }
	| { readonly kind: "scanned"; readonly at: Place; readonly pages: number; readonly categories: number };

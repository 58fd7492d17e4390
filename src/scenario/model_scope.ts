/** Which steps the machine of src/sim can run today. Everything else is said to be missing, never guessed. */
import type { Advice, OperationKind, Step } from "../sim/include/operation.ts";

export const MODELLED_KINDS: ReadonlySet<OperationKind> = new Set<OperationKind>([
	"map",
	"unmap",
	"protect",
	"advise",
	"read",
	"write",
	"store",
	"fill",
	"clear_refs",
	"fork",
	"exit",
	"migrate",
	"migrate_begin",
	"migrate_finish",
	"split_all",
	"remap",
	"uffd_open",
	"uffd_register",
	"uffd_unregister",
	"uffd_protect",
	"uffd_unprotect",
	"uffd_copy",
	"uffd_zeropage",
	"uffd_wake",
	"scan",
	"ksm_run",
	"cpu",
	"prober_cpu",
	"policy",
	"numa_hint",
	"swap_out",
]);

export const MODELLED_ADVICES: ReadonlySet<Advice> = new Set<Advice>([
	"hugepage",
	"nohugepage",
	"dontneed",
	"populate_read",
	"populate_write",
	"free",
	"cold",
	"pageout",
	"collapse",
	"mergeable",
	"unmergeable",
]);

/** Whether the machine has more than the first process. */
const MODELS_FORK = MODELLED_KINDS.has("fork");

/** What the machine lacks to run this step, by the name under which it is counted (`fork`, `advise pageout`), or null when it lacks nothing. */
export function notModelled(step: Step): string | null {
	const { operation, process } = step;
	if (!MODELLED_KINDS.has(operation.kind)) return operation.kind.replace(/^uffd_/, "uffd ").replace(/^ksm_/, "ksm ");
	if (operation.kind === "advise" && !MODELLED_ADVICES.has(operation.advice)) return `advise ${operation.advice}`;
	if (process !== "A" && !MODELS_FORK) return "fork";
	return null;
}

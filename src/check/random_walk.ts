/** Walks of the machine that check it at every micro-step. What fails throws, with the step it failed in. */
import type { Geometry } from "../sim/include/geometry.ts";
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import { PG_SWAPBACKED } from "../sim/include/observation.ts";
import type { Operation, Step } from "../sim/include/operation.ts";
import type { Transition } from "../sim/include/transition.ts";
import { isRunning } from "../sim/kernel/process.ts";
import { boot, stepTraced } from "../sim/machine.ts";
import type { Machine } from "../sim/machine_state.ts";
import { VM_UFFD_WP } from "../sim/mm/vma.ts";
import { observe } from "../sim/observe.ts";
import { judge } from "../trackers/judge.ts";
import { truthOf } from "../trackers/oracle.ts";
import { accountingViolations } from "./accounting.ts";
import { armed, clearedOnTheWay, entryViolations, losesSoftDirty, trackingViolations, vmaViolations } from "./entry_invariants.ts";
import { leavesOf } from "./leaves.ts";
import { statePrint } from "./state_print.ts";
import { untoldChanges, wordsOf } from "./told_changes.ts";

/** Carries the steps out that have a meaning where the walk stands, and checks each; the lines that were carried out. */
export function walk(kernel: KernelRecord, geometry: Geometry, steps: readonly Step[], print: (step: Step) => string): readonly string[] {
	const m = boot(kernel, geometry);
	const seen = new Set<string>();
	const script: string[] = [];
	for (const step of steps) {
		if (!makesSense(m, step)) continue;
		script.push(print(step));
		seen.add(step.operation.kind);
		if (step.operation.kind === "advise") seen.add(step.operation.advice);
		if (m.migrations.length > 0) seen.add(`${step.operation.kind} on the way`);
		if (step.operation.kind === "uffd_register" && !step.operation.modes.includes("wp")) seen.add("register without wp");
		const { broken, oops } = carryOut(m, step, seen);
		if (broken.length > 0) throw new Error(`${kernel.id}:\n${script.join("\n")}\n=> ${[...new Set(broken)].slice(0, 6).join("\n=> ")}`);
		// The kernel itself broke: nothing holds of it from here on.
		if (oops) break;
	}
	return script;
}

/** The machine takes only steps whose process and regions exist; a new name must be free. */
function makesSense(m: Machine, { process: id, operation }: Step): boolean {
	const process = m.process(id);
	if (process === undefined) return false;
	const known = (name: string) => process.regions.some((region) => region.name === name);
	if ("range" in operation && !known(operation.range.region)) return false;
	if (operation.kind === "map") return isRunning(process) && !known(operation.region);
	if (operation.kind === "remap") return isRunning(process) && !known(operation.to);
	if (operation.kind === "fork") return isRunning(process) && m.process(operation.child)?.live !== true;
	return true;
}

interface Outcome {
	readonly broken: readonly string[];
	/** The step met a bug that the kernel has. */
	readonly oops: boolean;
}

/** A step that the machine itself takes for impossible is broken too. */
function carryOut(m: Machine, step: Step, seen: ReadonlySet<string>): Outcome {
	try {
		return checkedStep(m, step, seen);
	} catch (error) {
		return { broken: [error instanceof Error ? `${error.name}: ${error.message}` : String(error)], oops: false };
	}
}

function checkedStep(m: Machine, step: Step, seen: ReadonlySet<string>): Outcome {
	const before = statePrint(m);
	const armedBefore = armedPages(m);
	const words = wordsOf(m);
	const { trace, ...transition } = stepTraced(m, step);
	if (transition.events.some(({ kind }) => kind === "oops")) return { broken: [], oops: true };
	const after = statePrint(m);
	const broken = [...vmaViolations(m, seen), ...trackingViolations(m, seen), ...accountingViolations(m), ...missedWrites(m, seen)];
	broken.push(...lostProtection(m, step.operation, transition, armedBefore, seen));
	// A table that mremap() moves takes its entries to other addresses without a change; with a process all its tables go.
	const moves = step.operation.kind === "remap" || step.operation.kind === "exit" || transition.events.some(({ kind }) => kind === "died");
	if (!moves) broken.push(...untoldChanges(words, wordsOf(m), transition));

	const { journal } = trace;
	const end = journal.entries.length;
	journal.undoTo(0);
	if (differ(before, statePrint(m)) !== "") broken.push(`stepping back leaves other ${differ(before, statePrint(m))}`);
	let stand = 0;
	for (const bound of trace.bounds()) {
		journal.redo(stand, bound);
		stand = Math.max(stand, bound);
		const here = [...entryViolations(m, seen), ...(step.operation.kind === "clear_refs" ? [] : trackingViolations(m, seen))];
		broken.push(...here.map((sentence) => `${sentence} (before micro-step at ${bound} of ${end})`));
	}
	journal.redo(stand, end);
	if (differ(after, statePrint(m)) !== "") broken.push(`going forward again leaves other ${differ(after, statePrint(m))}`);
	return { broken, oops: false };
}

/** Parts of the state that differ, by name. */
function differ(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string {
	return Object.keys(a)
		.filter((part) => a[part] !== b[part])
		.join(", ");
}

/** I3: what was written and is still there is reported. */
function missedWrites(m: Machine, seen: ReadonlySet<string>): string[] {
	// B1 and B21 lose the bit; reclaim of a shared page loses it by design, its data stays in the file.
	if (losesSoftDirty(m.kernel, seen) || clearedOnTheWay(seen) || seen.has("ksm_run")) return [];
	// B3: a CPU that nobody else uses writes through entries from before the clear.
	if (m.kernel.clearRefsForgetsTlb && seen.has("cpu") && seen.has("prober_cpu")) return [];
	const observation = observe(m);
	const shared = new Set(
		m.processes.flatMap(({ id, regions, vmas }) => regions.flatMap((region) => (isShared(region, vmas) ? [`${id} ${region.name}`] : []))),
	);
	return judge(truthOf(m), observation)
		.missed.filter(({ process, region }) => !shared.has(`${process} ${region}`))
		.map(({ process, region, page }) => `I3: a write is missed: ${process} ${region} page ${page}`);
}

function isShared(region: { start: number; pages: number }, vmas: Machine["processes"][number]["vmas"]): boolean {
	return vmas.some((vma) => vma.file !== 0 && vma.start < region.start + region.pages && vma.end > region.start);
}

/** Pages under write-protect where the VMA asks for it, with what the page was: `process page` to whether it may vanish. */
function armedPages(m: Machine): Map<string, boolean> {
	const pages = new Map<string, boolean>();
	for (const { process, vpn, level, flags, target, vma } of leavesOf(m)) {
		if (!armed(flags) || vma === undefined || (vma.flags & VM_UFFD_WP) === 0) continue;
		const mapped = (flags & 1) !== 0 && !m.frames.isZero(target);
		const lazyfree = mapped && vma.file === 0 && (m.frames.pageFlags(target) & PG_SWAPBACKED) === 0;
		// PAGEMAP_SCAN arms a file's huge PMD, which whoever splits it drops, uffd-wp included.
		const drops = level !== 0 && vma.file !== 0;
		for (let k = 0; k < (level === 0 ? 1 : m.geometry.entries); k++) pages.set(`${process.id} ${vpn + k}`, lazyfree || drops);
	}
	return pages;
}

/** Operations that leave write-protect where it is: nobody resolves a fault, nobody gives memory up. */
const KEEPS: ReadonlySet<Operation["kind"]> = new Set<Operation["kind"]>([
	"map",
	"read",
	"clear_refs",
	"fork",
	"migrate",
	"migrate_begin",
	"migrate_finish",
	"split_all",
	"swap_out",
	"ksm_run",
	"protect",
	"uffd_register",
	"uffd_protect",
	"uffd_wake",
	"cpu",
	"policy",
	"prober_cpu",
	"numa_hint",
]);
const KEEPING_ADVICE: ReadonlySet<string> = new Set([
	"hugepage",
	"nohugepage",
	"cold",
	"pageout",
	"collapse",
	"mergeable",
	"populate_read",
]);

/** I5: write-protect stays until somebody takes it away. */
function lostProtection(
	m: Machine,
	operation: Operation,
	{ events }: Transition,
	before: ReadonlyMap<string, boolean>,
	seen: ReadonlySet<string>,
): string[] {
	if (operation.kind === "advise" ? !KEEPING_ADVICE.has(operation.advice) : !KEEPS.has(operation.kind)) return [];
	if (events.some(({ kind }) => kind === "unblocked" || kind === "died")) return [];
	const { kernel } = m;
	if (operation.kind === "uffd_register" && !operation.modes.includes("wp")) return [];
	if (operation.kind === "ksm_run") return []; // B21
	if (operation.kind.startsWith("migrate") && !kernel.pmdMigrationKeepsUffdWp) return []; // B7
	if (kernel.numaMovesHugeByItself && seen.has("numa_hint")) return []; // B2u
	// PAGEMAP_SCAN arms a write entry and leaves it one: the page comes back writable, without uffd-wp, as if written since.
	if (operation.kind === "migrate_finish" && seen.has("scan on the way")) return [];
	// A NUMA hint migrates in the next access.
	if (!kernel.pmdMigrationKeepsUffdWp && seen.has("numa_hint")) return []; // B7
	// Until late in 6.1 the split of the huge zero page forgets uffd-wp; nothing was written there that could be lost.
	if (!kernel.splitZeroKeepsUffdWp && seen.has("hugepage")) return [];
	const after = armedPages(m);
	return [...before].filter(([page, lazyfree]) => !lazyfree && !after.has(page)).map(([page]) => `I5: write-protect is gone: ${page}`);
}

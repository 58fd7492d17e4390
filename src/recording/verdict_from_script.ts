/**
 * What a recording's processes really wrote, told by the script and by how its steps ended. A real kernel cannot be asked for this;
 * the program that it ran can: it stores exactly where the script says, up to the page at which it blocked or died.
 */
import type { KernelEvent } from "../sim/include/event.ts";
import type { Observation } from "../sim/include/observation.ts";
import type { Operation, ProcessId, Range, Step } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import type { CallResult } from "../sim/include/transition.ts";
import { WpWatch } from "../sim/wp_watch.ts";
import type { Truth } from "../trackers/judge_all.ts";
import { pageOfPlace } from "./events.ts";
import { clear, copyRegions, dropPages, each, noPages, type Pages, watch } from "./script_pages.ts";

/** How a step ended. */
export interface Outcome {
	readonly result?: CallResult;
	readonly events: readonly KernelEvent[];
	/** After the step. */
	readonly observation: Observation;
}

/** An access that waits in userfaultfd: it goes on at `next`. */
interface Pending {
	readonly region: string;
	readonly next: number;
	readonly end: number;
	readonly writes: boolean;
}

interface ProcessWrites {
	readonly regions: Map<string, Pages>;
	pending: Pending | null;
	cleared: boolean;
	/** Its newest userfaultfd was opened with WP_ASYNC. */
	async: boolean;
}

const ENOMEM = 12;
/** Of a pagefault message. */
const UFFD_PAGEFAULT_FLAG_WP = 2;
/** A category of PAGEMAP_SCAN. */
const PAGE_IS_WRITTEN = 2;

export class WriteLog {
	private readonly processes = new Map<ProcessId, ProcessWrites>();

	copy(): WriteLog {
		const other = new WriteLog();
		for (const [id, writes] of this.processes) other.processes.set(id, { ...writes, regions: copyRegions(writes.regions) });
		return other;
	}

	/** What `judgeAll` needs, by process and region. */
	truth(): Truth {
		const all = [...this.processes].flatMap(([process, { regions }]) =>
			[...regions].map(([region, pages]) => ({ process, region, pages })),
		);
		const watches = (log: "wpSync" | "wpAsync") =>
			all.filter(({ pages }) => pages[log] !== WpWatch.NONE).map(({ process, region, pages }) => ({ process, region, watch: pages[log] }));
		return {
			softDirty: all
				.filter(({ pages }) => !pages.written.isEmpty || !pages.dropped.isEmpty)
				.map(({ process, region, pages }) => ({ process, region, written: pages.written.list, dropped: pages.dropped.list })),
			overtaken: all
				.filter(({ pages }) => !pages.overtaken.isEmpty)
				.map(({ process, region, pages }) => ({ process, region, pages: pages.overtaken.list })),
			wpSync: watches("wpSync"),
			wpAsync: watches("wpAsync"),
		};
	}

	/** Takes in one step; `step` is null where the line cannot be read. */
	apply(step: Step | null, outcome: Outcome): void {
		if (step !== null) this.takeOperation(step.process, step.operation, outcome);
		if (step !== null) this.arm(step, outcome);
		for (const event of outcome.events) this.takeEvent(event);
		this.forgetUnregistered(outcome.observation);
	}

	/** What the manager asks of the write-protect trackers. */
	private arm({ process, operation }: Step, { result, events }: Outcome): void {
		if (result === undefined || result.ret < 0) return;
		if (operation.kind === "uffd_open") this.of(process).async = operation.features.includes("wp_async");
		if (operation.kind === "scan" && operation.wp) {
			for (const event of events) {
				const at = event.kind === "scanned" && (event.categories & PAGE_IS_WRITTEN) !== 0 ? pageOfPlace(event.at) : null;
				if (event.kind === "scanned" && at !== null) watch(this.pagesOf(process, at.region), at.page, event.pages);
			}
		}
		if (!("range" in operation) || !operation.kind.startsWith("uffd_")) return;
		const pages = this.pagesOf(process, operation.range.region);
		const first = firstPage(operation.range);
		const n = lastPage(operation.range) - first;
		if (operation.kind === "uffd_register") {
			if (this.of(process).async) pages.async.add(first, n);
			else pages.async.remove(first, n);
		} else if (operation.kind === "uffd_protect" || (operation.kind === "uffd_copy" && operation.wp)) watch(pages, first, n);
		else if (operation.kind === "uffd_copy" || operation.kind === "uffd_zeropage") each(pages, (log) => log.forget(first, n));
		else if (operation.kind === "uffd_unprotect") each(pages, (log) => log.open(first, n));
	}

	/** A tracker knows nothing of memory that is not registered with it any more. */
	private forgetUnregistered(observation: Observation): void {
		for (const { id, regions } of observation.processes) {
			const own = this.processes.get(id);
			if (own === undefined) continue;
			for (const region of regions) {
				const pages = own.regions.get(region.name);
				if (pages === undefined || (pages.wpSync === WpWatch.NONE && pages.wpAsync === WpWatch.NONE)) continue;
				const registered = region.vmas.filter((vma) => vma.flags.includes("uw"));
				each(pages, (log) => log.keep(registered));
			}
		}
	}

	private takeOperation(process: ProcessId, operation: Operation, outcome: Outcome): void {
		const done = outcome.result !== undefined && outcome.result.ret >= 0;
		const { kind } = operation;
		if (kind === "read" || kind === "write" || kind === "store" || kind === "fill") {
			this.access(process, operation.range, kind !== "read", done, outcome.events);
		} else if (kind === "advise") {
			if (!isShared(outcome.observation, process, operation.range.region)) this.advise(process, operation, outcome.result);
		} else if (done) {
			this.takeCall(process, operation, outcome.observation);
		}
	}

	/** A call that succeeded. */
	private takeCall(process: ProcessId, operation: Operation, observation: Observation): void {
		const { kind } = operation;
		if (kind === "uffd_copy") this.write(process, operation.range.region, firstPage(operation.range), lastPage(operation.range));
		else if (kind === "clear_refs") this.clear(process);
		else if (kind === "unmap") this.drop(process, operation.range);
		else if (kind === "remap") this.move(process, operation.range, operation.to);
		else if (kind === "fork") this.inherit(process, operation.child, observation);
		else if (kind === "exit") this.processes.delete(process);
	}

	private clear(process: ProcessId): void {
		const own = this.of(process);
		for (const pages of own.regions.values()) clear(pages, own.cleared);
		own.cleared = true;
	}

	/** An access that the process made; where it blocked, its pagefault message names the page at which it waits. */
	private access(process: ProcessId, range: Range, writes: boolean, done: boolean, events: readonly KernelEvent[]): void {
		const pending: Pending = { region: range.region, next: firstPage(range), end: lastTouched(range), writes };
		if (done) this.advance(process, pending, pending.end);
		else if (events.some((event) => event.kind === "blocked" && event.process === process)) this.of(process).pending = pending;
	}

	private takeEvent(event: KernelEvent): void {
		if (event.kind === "died") {
			this.processes.delete(event.process);
			return;
		}
		if (event.kind !== "pagefault" && event.kind !== "unblocked") return;
		const own = this.of(event.process);
		const { pending } = own;
		if (event.kind === "pagefault" && (event.flags & UFFD_PAGEFAULT_FLAG_WP) !== 0) this.tell(event.process, event.at);
		if (pending === null) return;
		if (event.kind === "unblocked") {
			own.pending = null;
			this.advance(event.process, pending, pending.end);
			return;
		}
		const at = pageOfPlace(event.at);
		if (at !== null && at.region === pending.region && at.page >= pending.next && at.page < pending.end) {
			this.advance(event.process, pending, at.page);
			own.pending = { ...pending, next: at.page };
		}
	}

	private tell(process: ProcessId, place: string): void {
		const at = pageOfPlace(place);
		if (at === null) return;
		const pages = this.pagesOf(process, at.region);
		pages.wpSync = pages.wpSync.message(at.page);
	}

	private advance(process: ProcessId, pending: Pending, end: number): void {
		if (pending.writes) this.write(process, pending.region, pending.next, end);
	}

	private write(process: ProcessId, region: string, first: number, end: number): void {
		const pages = this.pagesOf(process, region);
		pages.written.add(first, end - first);
		pages.dropped.remove(first, end - first);
		each(pages, (log) => log.store(first, end - first));
	}

	/** Of private memory: shared memory keeps its data in the file, whatever is advised. */
	private advise(process: ProcessId, operation: Extract<Operation, { kind: "advise" }>, result: CallResult | undefined): void {
		if (result === undefined) return;
		const { advice, range } = operation;
		// madvise goes on behind a hole and says ENOMEM in the end.
		if (advice === "dontneed" && (result.ret === 0 || result.errno === ENOMEM)) this.drop(process, range);
		// What is given up is given up, whether or not reclaim has come for it yet.
		if (advice === "free" && result.ret === 0) this.drop(process, range);
	}

	private drop(process: ProcessId, range: Range): void {
		const first = firstPage(range);
		const pages = this.pagesOf(process, range.region);
		pages.overtaken.remove(first, lastPage(range) - first);
		each(pages, (log) => log.drop(first, lastPage(range) - first));
		dropPages(pages, pages.written.within(first, lastPage(range) - first));
	}

	private move(process: ProcessId, range: Range, to: string): void {
		const from = this.pagesOf(process, range.region);
		const target = this.pagesOf(process, to);
		const first = firstPage(range);
		const n = lastPage(range) - first;
		for (const log of ["wpSync", "wpAsync"] as const) {
			target[log] = target[log].merge(from[log].within(first, n), -first);
			from[log] = from[log].forget(first, n);
		}
		for (const part of ["written", "dropped", "overtaken", "async"] as const) {
			for (const span of from[part].within(first, n)) target[part].add(span.at - first, span.n);
			from[part].remove(first, n);
		}
	}

	/**
	 * A child begins with what its parent wrote, as it begins with its entries. Of shared memory it often gets none (fork leaves them to
	 * be faulted in again): then it has written nothing there.
	 */
	private inherit(parent: ProcessId, child: ProcessId, observation: Observation): void {
		const regions = copyRegions(this.of(parent).regions);
		for (const region of observation.processes.find((process) => process.id === child)?.regions ?? []) {
			const pages = regions.get(region.name);
			if (pages === undefined || !region.vmas.some((vma) => vma.flags.includes("sh"))) continue;
			for (const run of region.runs) if (run.entry === 0n) pages.written.remove(run.at, run.n);
		}
		for (const pages of regions.values()) pages.overtaken.clear();
		this.processes.set(child, { regions, pending: null, cleared: false, async: false });
	}

	private of(process: ProcessId): ProcessWrites {
		const known = this.processes.get(process);
		if (known !== undefined) return known;
		const writes: ProcessWrites = { regions: new Map(), pending: null, cleared: false, async: false };
		this.processes.set(process, writes);
		return writes;
	}

	private pagesOf(process: ProcessId, region: string): Pages {
		const { regions } = this.of(process);
		const known = regions.get(region);
		if (known !== undefined) return known;
		const pages = noPages();
		regions.set(region, pages);
		return pages;
	}
}

function isShared(observation: Observation, process: ProcessId, name: string): boolean {
	const region = observation.processes.find(({ id }) => id === process)?.regions.find((each) => each.name === name);
	return region?.vmas.some((vma) => vma.flags.includes("sh")) ?? false;
}

function firstPage(range: Range): number {
	return Math.floor(range.offset / PAGE_SIZE);
}

/** One past the last page that a call over the range concerns. */
function lastPage(range: Range): number {
	return Math.ceil((range.offset + range.length) / PAGE_SIZE);
}

/** One past the last page that an access touches: a byte every 4 KiB from the offset on. */
function lastTouched(range: Range): number {
	return firstPage(range) + Math.ceil(range.length / PAGE_SIZE);
}

/** Follows bits of pages backwards through the journals of steps: what gave each its value, and through which forms it came. */
import type { Journal } from "../base/journal.ts";
import { ENTRY_TABLE } from "../sim/arch/x86_64.ts";
import { entryIndex, PGD_LEVEL } from "../sim/include/geometry.ts";
import type { ProcessId } from "../sim/include/operation.ts";
import type { MicroStep } from "../sim/include/transition.ts";
import type { Process } from "../sim/kernel/process.ts";
import type { Machine } from "../sim/machine_state.ts";
import type { EntryRef } from "../sim/mm/pgtable.ts";
import { observePage } from "../sim/observe.ts";
import { NOWHERE, PageAtMoment } from "./bit_reading.ts";
import type { BitQuestion, Blame, BlameLink, Reading } from "./inquiry.ts";

/** A page wherever it was called something else before: fork and mremap() give it other names. */
interface Locus {
	readonly process: ProcessId;
	readonly vpn: number;
}

/** A step of which the journal is at hand. `bounds`: where its micro-steps begin, and its end. */
export interface TracedStep {
	/** Index of the step. */
	readonly index: number;
	readonly journal: Journal;
	readonly bounds: readonly number[];
	readonly microSteps: readonly MicroStep[];
}

/** Between two boundaries of a step. `number`: of the micro-step, from 1; 0: the step as a whole. */
interface Interval {
	readonly step: TracedStep;
	readonly number: number;
	readonly start: number;
	readonly end: number;
}

/** One bit on its way back. */
class Trail {
	locus: Locus;
	page: PageAtMoment | null;
	reading: Reading;
	entry: EntryRef | null;
	readonly now: Reading;
	readonly forms: BlameLink[] = [];
	origin: BlameLink | null = null;
	done = false;
	readonly question: BitQuestion;

	constructor(question: BitQuestion, locus: Locus, page: PageAtMoment | null, entry: EntryRef | null) {
		this.question = question;
		this.locus = locus;
		this.page = page;
		this.entry = entry;
		this.reading = page?.read(question) ?? NOWHERE;
		this.now = this.reading;
	}
}

export class BlameScan {
	private m: Machine;
	private readonly trails: readonly (Trail | null)[];
	/** Where an entry was last written before the end of an interval: the answer given last. */
	private written: { readonly interval: Interval; readonly entry: EntryRef; readonly at: number } | null = null;

	/** `m` stands at the cursor. Questions about pages that are not there have no answer but that. */
	constructor(m: Machine, questions: readonly BitQuestion[]) {
		this.m = m;
		this.trails = questions.map((question) => {
			const start = m.process(question.process)?.regions.find(({ name }) => name === question.region)?.start;
			if (start === undefined) return null;
			const locus = { process: question.process, vpn: start + question.page };
			return new Trail(question, locus, this.look(locus), this.leaf(locus));
		});
	}

	/** Goes on with a machine that stands where the last one was taken back to. */
	moveTo(m: Machine): void {
		this.m = m;
	}

	get done(): boolean {
		return this.trails.every((trail) => trail === null || trail.done);
	}

	/** Takes the machine back over `step`, from journal position `end`, and follows every bit across each of its micro-steps. */
	back(step: TracedStep, end: number): void {
		const { bounds, journal, microSteps } = step;
		let at = end;
		for (let i = microSteps.length - 1; i >= 0; i--) {
			const start = bounds[i] ?? 0;
			if (start >= end) continue;
			journal.undoTo(start, at);
			this.cross({ step, number: i + 1, start, end: at });
			at = start;
		}
		if (at > 0 || microSteps.length === 0) {
			journal.undoTo(0, at);
			this.cross({ step, number: 0, start: 0, end: at });
		}
	}

	/** `searchedTo`: the step before which nothing was looked at; 0 when all was. */
	answers(searchedTo: number): readonly Blame[] {
		return this.trails.map((trail) => {
			if (trail === null) return { now: NOWHERE, origin: null, forms: [] };
			const { now, origin, forms } = trail;
			return { now, origin, forms: [...forms].reverse(), ...(trail.done || searchedTo === 0 ? {} : { searchedTo }) };
		});
	}

	private cross(interval: Interval): void {
		const seen = new Map<string, PageAtMoment | null>();
		for (const trail of this.trails) {
			if (trail === null || trail.done) continue;
			const key = `${trail.locus.process} ${trail.locus.vpn}`;
			const page = seen.get(key) ?? this.look(trail.locus);
			seen.set(key, page);
			if (page !== null && trail.page !== null && page.isLike(trail.page)) continue;
			if (page === null && trail.page === null) continue;
			this.step(trail, page, interval);
		}
	}

	/** The page read otherwise before `interval`: is it the bit's value that changed there, or what carries it? */
	private step(trail: Trail, page: PageAtMoment | null, interval: Interval): void {
		const entry = this.leaf(trail.locus);
		let before = page?.read(trail.question) ?? NOWHERE;
		const { reading } = trail;
		let from: BlameLink["from"];
		let locus = trail.locus;
		let earlier = page;
		if (before.form === "" && reading.form !== "") {
			const source = this.sourceOf(trail, interval);
			if (source !== null) {
				locus = source;
				earlier = this.look(source);
				before = earlier?.read(trail.question) ?? NOWHERE;
				from = { process: source.process, page: this.words(source) };
			}
		}
		const sameForm = before.form === reading.form;
		if (before.value === reading.value && sameForm && from === undefined) {
			trail.page = page;
			trail.entry = entry;
			return;
		}
		const link = this.link(trail, interval, before, from);
		// Where nothing carried the bit before, it begins here, whatever its value.
		if (before.value !== reading.value || before.form === "" || (before.value === null && !sameForm)) {
			trail.origin = link;
			trail.done = true;
			return;
		}
		trail.forms.push(link);
		trail.locus = locus;
		trail.page = earlier;
		trail.reading = before;
		trail.entry = from === undefined ? entry : this.leaf(locus);
	}

	private link(trail: Trail, interval: Interval, before: Reading, from: BlameLink["from"]): BlameLink {
		const { step } = interval;
		const micro = this.writer(trail, interval);
		const told = step.microSteps[micro - 1];
		return {
			cursor: told === undefined ? { step: step.index + 1, micro: 0 } : { step: step.index, micro },
			step: step.index + 1,
			micro,
			fn: told?.fn ?? "",
			file: told?.file ?? "",
			label: told?.label ?? "",
			before,
			after: trail.reading,
			...(from === undefined ? {} : { from }),
		};
	}

	/**
	 * A table is filled before it is published: who wrote the entry is to blame, not who made it visible. Entries written in another
	 * step were visible then.
	 */
	private writer({ question: { subject }, entry }: Trail, interval: Interval): number {
		if ((subject !== "entry" && subject !== "pagemap") || entry === null) return interval.number;
		const { step, number, start, end } = interval;
		// Many bits ask for the same entry.
		const known = this.written;
		if (known?.interval.step !== step || known.interval.end !== end || known.entry !== entry)
			this.written = { interval, entry, at: lastWrite(step.journal, this.m, entry, end) };
		const at = this.written?.at ?? -1;
		if (at < 0 || at >= start) return number;
		return step.bounds.findLastIndex((bound, k) => bound <= at && k < step.microSteps.length) + 1;
	}

	/** Where a page that was not there before `interval` was then: the machine stands before it. */
	private sourceOf(trail: Trail, { step, start, end }: Interval): Locus | null {
		const { locus } = trail;
		const { m } = this;
		if (trail.question.subject === "vma") return m.process(locus.process) === undefined ? this.parent(locus, null) : null;
		if (trail.entry === null) return null;
		// The journal tells what the entry became: its target after the interval.
		const target = targetAfter(step.journal, m, trail.entry, start, end);
		// mm/mremap.c: move_normal_pmd(): the table itself moved, and its entries with it.
		const own = this.addressOf(trail.entry);
		if (own !== null && m.tables.flags.get(trail.entry) !== 0 && (own.vpn !== locus.vpn || own.process !== locus.process)) return own;
		for (let i = start; i < end; i++) {
			const entry = step.journal.entries[i];
			if (entry?.column !== m.tables.flags || entry.after !== 0 || entry.index === trail.entry) continue;
			if (m.tables.flags.get(entry.index) === 0 || m.tables.target.get(entry.index) !== target) continue;
			const source = this.addressOf(entry.index);
			if (source !== null) return { ...source, vpn: source.vpn + this.into(locus.vpn, entry.index) };
		}
		return this.parent(locus, target);
	}

	/** The same address in another process; `target`: what its entry must hold. */
	private parent({ process: id, vpn }: Locus, target: number | null): Locus | null {
		const { m } = this;
		for (const process of m.processes) {
			if (process.id === id || !process.live) continue;
			const locus = { process: process.id, vpn };
			if (target === null) {
				if (this.look(locus)?.vma != null) return locus;
				continue;
			}
			const entry = this.leaf(locus);
			if (entry !== null && m.tables.flags.get(entry) !== 0 && m.tables.target.get(entry) === target) return locus;
		}
		return null;
	}

	/** First page that an entry is for, and whose. */
	private addressOf(entry: EntryRef): Locus | null {
		const { tables, geometry } = this.m;
		const table = tables.tableOf(entry);
		const info = tables.infoOrNull(table);
		if (info === null) return null;
		const span = 2 ** (geometry.bits * info.level);
		return { process: this.m.owner(info.owner).id, vpn: info.base + (entry - tables.first(table)) * span };
	}

	/** How far `vpn` lies inside what an entry of this level covers. */
	private into(vpn: number, entry: EntryRef): number {
		const { tables, geometry } = this.m;
		return vpn % 2 ** (geometry.bits * tables.info(tables.tableOf(entry)).level);
	}

	private look({ process: id, vpn }: Locus): PageAtMoment | null {
		const process = this.m.process(id);
		if (process === undefined || !process.live) return null;
		const region = observePage(this.m, process, vpn);
		const run = region.runs[0];
		return run === undefined ? null : new PageAtMoment(this.m.kernel.layout, "pfn", region, 0, run);
	}

	private leaf({ process: id, vpn }: Locus): EntryRef | null {
		const process = this.m.process(id);
		return process === undefined || !process.live ? null : leafEntry(this.m, process, vpn);
	}

	private words({ process: id, vpn }: Locus): string {
		const region = this.m.process(id)?.regions.find(({ start, pages }) => start <= vpn && vpn < start + pages);
		return region === undefined ? `0x${(vpn * 4096).toString(16)}` : `${region.name}+0x${((vpn - region.start) * 4096).toString(16)}`;
	}
}

/** The entry where the walk to a page ends, whatever it holds. */
function leafEntry(m: Machine, process: Process, vpn: number): EntryRef {
	let level: number = PGD_LEVEL;
	let entry = m.tables.first(process.pgd) + entryIndex(m.geometry, level, vpn);
	while (level > 0 && (m.tables.flags.get(entry) & ENTRY_TABLE) !== 0) {
		level--;
		entry = m.tables.first(m.tables.target.get(entry)) + entryIndex(m.geometry, level, vpn);
	}
	return entry;
}

/** Position of the last note about an entry's flags before `end`; -1 when there is none. */
function lastWrite(journal: Journal, m: Machine, entry: EntryRef, end: number): number {
	for (let i = end - 1; i >= 0; i--) {
		const note = journal.entries[i];
		if (note?.column === m.tables.flags && note.index === entry) return i;
	}
	return -1;
}

/** The target that an entry had at journal position `end`, seen from the machine at `start`. */
function targetAfter(journal: Journal, m: Machine, entry: EntryRef, start: number, end: number): number {
	for (let i = end - 1; i >= start; i--) {
		const note = journal.entries[i];
		if (note?.column === m.tables.target && note.index === entry) return note.after;
	}
	return m.tables.target.get(entry);
}

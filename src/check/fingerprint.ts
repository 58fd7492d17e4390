/**
 * Two 32-bit hashes of everything in a state that its future depends on, equal for states that differ only by names: frames, swap
 * slots, anon_vmas and userfaultfds are numbered in the order in which a fixed walk meets them, and the walk visits processes in the
 * order of what they look like from within. Numbers that only grow (frames ever used, regions' anon_vmas) are left out.
 */
import { ENTRY_MARKER, ENTRY_MIGRATION, ENTRY_SWAP } from "../sim/arch/x86_64.ts";
import { PG_KSM, PG_SWAPCACHE } from "../sim/include/observation.ts";
import type { Blocked, Process } from "../sim/kernel/process.ts";
import type { Machine } from "../sim/machine_state.ts";
import { miscountOf } from "../sim/mm/migration.ts";
import { fileReferences } from "../sim/mm/shmem.ts";
import { Mixer } from "./mixer.ts";
import { Numbering } from "./numbering.ts";
import { DROPPED, PROMISED, type StateView, WRITTEN } from "./view.ts";

/** What of a row's truth lasts; SILENT speaks of one step. */
const KEPT = WRITTEN | DROPPED | PROMISED;

const WAITS_ON: readonly Blocked["on"][] = ["userfaultfd", "event", "entry", "lock", "oops"];

const ALONE: readonly Fingerprint[] = [];

export class Fingerprint extends Mixer {
	/** Some count does not agree with the entries that were met. */
	miscounted = false;
	/** Frames and swap slots in the order met. */
	readonly frames = new Numbering();
	readonly slots = new Numbering();
	private readonly exactContents: boolean;
	private readonly anonVmas = new Numbering();
	private readonly contexts = new Numbering();
	private readonly files = new Numbering();
	/** By frame number in the order met, times four: PTEs and PMDs that map it. */
	private maps = new Int32Array(256);

	/** `exactContents`: something compares what pages hold (KSM); else it only matters whether a page is all zeroes. */
	constructor(exactContents: boolean) {
		super();
		this.exactContents = exactContents;
	}

	/** Hashes the machine, whose rows the view holds. */
	take(m: Machine, view: StateView): void {
		this.begin();
		const order = processOrder(view);
		for (const at of order) this.process(m, view, at);
		for (const index of m.ksmSlots) this.mix(order.findIndex((at) => view.processes[at]?.index === index));
		for (const pfn of m.ksmPages) if ((m.frames.flags.get(pfn) & PG_KSM) !== 0) this.mix(this.frame(m, pfn));
		for (const { owner, vpn, head, target } of m.migrations) {
			this.mix(order.findIndex((at) => view.processes[at]?.index === owner));
			this.mix(vpn);
			this.mix(this.frame(m, head));
			this.mix(this.frame(m, target));
		}
		for (const { head, refs, maps } of m.miscounts) {
			this.mix(this.frame(m, head));
			this.mix(refs * 4096 + maps);
		}
		this.mix(m.nextRegion);
		this.mix(m.managerCpu ?? -1);
		this.reached(m);
		this.seal();
	}

	/**
	 * Hashes what the process at a position of the view sees of the machine: its own memory, and what it reaches from there. `miscounted`
	 * then says that others map some of it too.
	 */
	takeProcess(m: Machine, view: StateView, at: number): void {
		this.begin();
		this.process(m, view, at);
		this.reached(m);
		this.seal();
	}

	/** Has met nothing. */
	begin(): void {
		this.start();
		this.miscounted = false;
		this.frames.clear();
		this.slots.clear();
		this.anonVmas.clear();
		this.contexts.clear();
		this.files.clear();
	}

	private process(m: Machine, view: StateView, at: number): void {
		const process = view.processes[at];
		if (process === undefined) return;
		this.mix((process.inReach ? 0x50000000 : 0x51000000) + process.vmas.length);
		this.mix(process.uffd === 0 ? 0 : this.context(m, process.uffd));
		this.mix(process.cpu ?? -1);
		this.mix(process.node ?? -1);
		if (this.exactContents) this.mix(process.stamp);
		for (const { start, pages, name } of process.regions) {
			this.mix(start * 64 + pages);
			this.mix(name.length);
		}
		for (const vma of process.vmas) {
			this.mix(vma.start * 256 + vma.end);
			this.mix(vma.flags * 2 + (vma.singular ? 1 : 0));
			this.mix(vma.anonVma === 0 ? 0 : this.anonVmas.of(vma.anonVma) + 1);
			this.mix(vma.pgoff);
			this.mix(vma.uffd === 0 ? 0 : this.context(m, vma.uffd));
			this.mix(vma.file === 0 ? 0 : this.file(m, vma.file, vma.pgoff + vma.end - vma.start));
		}
		this.blocked(m, process);
		if (process.tlb !== null) {
			this.mix(0x71b);
			for (let row = view.starts[at] ?? 0; row < (view.starts[at + 1] ?? 0); row++) this.mix(process.tlb.has(view.vpn[row] ?? 0) ? 1 : 0);
		}
		this.rows(m, view, at);
	}

	private rows(m: Machine, view: StateView, at: number): void {
		const end = view.starts[at + 1] ?? 0;
		for (let row = view.starts[at] ?? 0; row < end; row++) {
			const flags = view.flags[row] ?? 0;
			const level = view.level[row] ?? 0;
			this.mix(flags);
			this.mix((level << 8) | ((view.truth[row] ?? 0) & KEPT));
			if (flags === 0) continue;
			const target = view.target[row] ?? 0;
			if ((flags & ENTRY_SWAP) !== 0) this.mix(this.slots.of(target));
			else if ((flags & ENTRY_MARKER) !== 0) this.mix(target);
			else {
				const number = this.frame(m, target);
				this.mix(number);
				// A migration entry holds nothing: the folio is its migrator's.
				if ((flags & ENTRY_MIGRATION) === 0) this.countMap(number, level, view.vpn[row] ?? 0, m.geometry.entries);
			}
		}
	}

	private blocked(m: Machine, { blocked }: Process): void {
		if (blocked === null) return;
		const { operation } = blocked;
		this.mix(this.context(m, blocked.context));
		this.mix(WAITS_ON.indexOf(blocked.on));
		this.mix(blocked.folio < 0 ? -1 : this.frame(m, blocked.folio));
		this.mix(blocked.vpn);
		this.mix(blocked.end);
		this.mix(operation.kind.length * 256 + operation.kind.charCodeAt(0));
		if (operation.kind === "fill") this.mix(operation.byte);
		if (operation.kind === "advise") this.mix(operation.advice.length);
	}

	/** What stands behind the numbers met so far, and behind those met on the way. */
	private reached(m: Machine): void {
		const { frames, swap, shmem } = m;
		let frameAt = 0;
		let slotAt = 0;
		while (frameAt < this.frames.count || slotAt < this.slots.count) {
			for (; frameAt < this.frames.count; frameAt++) {
				const pfn = this.frames.met(frameAt);
				if (frames.isZero(pfn)) continue;
				const head = frames.head(pfn);
				this.mix(frames.flags.get(pfn));
				this.mix((frames.mapcount.get(pfn) << 16) | (frames.entireMapcount.get(pfn) << 8) | frames.refs.get(pfn));
				this.mix(this.content(frames.content.get(pfn)));
				this.mix(frames.node(pfn) * 4 + (pfn - head) * 8);
				this.mix(frames.index.get(head));
				const file = shmem.fileOf.get(pfn);
				if (file !== 0) this.mix(this.files.of(file) + 1);
				const slot = swap.slotOfPage(pfn);
				this.mix(slot === null ? -1 : this.slots.of(slot));
			}
			for (; slotAt < this.slots.count; slotAt++) {
				const slot = this.slots.met(slotAt);
				this.mix(swap.count.get(slot));
				this.mix(this.content(swap.content.get(slot)));
				const cached = swap.cachedPage(slot);
				this.mix(cached === null ? -1 : this.frame(m, cached));
			}
		}
		this.checkCounts(m, ALONE);
	}

	/** Number of a frame; the whole folio is met together, in order. */
	private frame(m: Machine, pfn: number): number {
		const { frames } = m;
		if (frames.isZero(pfn)) return -2;
		const known = this.frames.peek(pfn);
		if (known >= 0) return known;
		const head = frames.head(pfn);
		const pages = frames.folioPages(pfn);
		const first = this.frames.of(head);
		for (let i = 1; i < pages; i++) this.frames.of(head + i);
		const needed = (first + pages) * 2;
		if (needed > this.maps.length) {
			const wider = new Int32Array(needed * 2);
			wider.set(this.maps);
			this.maps = wider;
		}
		this.maps.fill(0, first * 2, needed);
		return first + (pfn - head);
	}

	private context(m: Machine, id: number): number {
		const met = this.contexts.count;
		const number = this.contexts.of(id);
		if (number === met) for (const feature of m.contexts[id - 1]?.features ?? []) this.mix(feature.length * 256 + feature.charCodeAt(0));
		return number + 1;
	}

	private file(m: Machine, file: number, pages: number): number {
		const met = this.files.count;
		const number = this.files.of(file);
		if (number === met) {
			for (let index = 0; index < pages; index++) {
				const pfn = m.shmem.cachedPage(file, index);
				const slot = pfn === null ? m.shmem.slot(file, index) : null;
				this.mix(pfn !== null ? this.frame(m, pfn) * 2 + 1 : slot !== null ? this.slots.of(slot) * 2 : -1);
			}
		}
		return number + 1;
	}

	private content(content: number): number {
		return this.exactContents || content === 0 ? content : 1;
	}

	private countMap(number: number, level: number, vpn: number, entries: number): void {
		if (number < 0) return;
		if (level === 0) this.maps[number * 2] = (this.maps[number * 2] ?? 0) + 1;
		else if ((vpn & (entries - 1)) === 0) this.maps[number * 2 + 1] = (this.maps[number * 2 + 1] ?? 0) + 1;
	}

	/** Compares counts with entries once more, where others were met by other prints: true when they do not agree. */
	recount(m: Machine, others: readonly Fingerprint[]): boolean {
		this.miscounted = false;
		this.checkCounts(m, others);
		return this.miscounted;
	}

	/** Map and reference counts against the entries that were met, here and by others. */
	private checkCounts(m: Machine, others: readonly Fingerprint[]): void {
		const { frames } = m;
		for (let i = 0; i < this.frames.count; i++) {
			const pfn = this.frames.met(i);
			const pmds = this.mapsOf(pfn, 1, others);
			// What a kernel counted wrong (mm/migration.ts) stays wrong, and a folio on its way is held by its migrator.
			const wrong = m.miscounts.length === 0 ? null : miscountOf(m, frames.head(pfn));
			const isHead = frames.head(pfn) === pfn;
			if (frames.mapcount.get(pfn) !== this.mapsOf(pfn, 0, others) + (wrong?.maps ?? 0)) this.miscounted = true;
			if (frames.entireMapcount.get(pfn) !== pmds - (isHead ? (wrong?.maps ?? 0) : 0)) this.miscounted = true;
			if (!isHead) continue;
			const pages = frames.folioPages(pfn);
			let refs = pmds + ((frames.flags.get(pfn) & PG_SWAPCACHE) !== 0 ? pages : 0) + fileReferences(m, pfn) + (wrong?.refs ?? 0);
			for (const { head, target } of m.migrations) if (head === pfn || target === pfn) refs++;
			for (let k = 0; k < pages; k++) refs += this.mapsOf(pfn + k, 0, others);
			if (frames.refs.get(pfn) !== refs) this.miscounted = true;
		}
	}

	/** PTEs (0) or PMDs (1) that map a frame, in this print and in others. */
	private mapsOf(pfn: number, which: 0 | 1, others: readonly Fingerprint[]): number {
		let maps = this.maps[this.frames.peek(pfn) * 2 + which] ?? 0;
		for (const other of others) if (other !== this) maps += other.maps[other.frames.peek(pfn) * 2 + which] ?? 0;
		return maps;
	}
}

/**
 * Processes in an order that does not depend on their names, as far as they look different from within. Those that look alike keep the
 * machine's order: two states that differ by their names may then stay two, which costs a little time and overlooks nothing.
 */
function processOrder(view: StateView): readonly number[] {
	const { processes } = view;
	if (processes.length < 2) return FIRST;
	if (processes.length === 2) return look(view, 0) <= look(view, 1) ? FIRST_TWO : SECOND_FIRST;
	const looks = processes.map((_, at) => look(view, at));
	return processes.map((_, at) => at).sort((a, b) => (looks[a] ?? 0) - (looks[b] ?? 0) || a - b);
}

const FIRST: readonly number[] = [0];
const FIRST_TWO: readonly number[] = [0, 1];
const SECOND_FIRST: readonly number[] = [1, 0];

/** What a process looks like from within, as one number. */
function look(view: StateView, at: number): number {
	const process = view.processes[at];
	if (process === undefined) return 0;
	let hash = process.regions.length * 8 + process.vmas.length + (process.blocked === null ? 0 : 4096);
	for (const vma of process.vmas) hash = mixed(mixed(hash, vma.start * 256 + vma.end), vma.flags);
	hash = mixed(hash, process.uffd === 0 ? 0 : 1);
	const end = view.starts[at + 1] ?? 0;
	for (let row = view.starts[at] ?? 0; row < end; row++) {
		hash = mixed(mixed(hash, view.flags[row] ?? 0), ((view.level[row] ?? 0) << 8) | ((view.truth[row] ?? 0) & KEPT));
	}
	return hash >>> 0;
}

function mixed(hash: number, value: number): number {
	const product = Math.imul(hash ^ value, 0x85ebca6b);
	return product ^ (product >>> 15);
}

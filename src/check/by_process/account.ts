/** What a step did to things that are shared, told for each process by the numbers that it gives them. */
import { ENTRY_MARKER, ENTRY_SWAP } from "../../sim/arch/x86_64.ts";
import type { Machine } from "../../sim/machine_state.ts";
import { VM_READ, VM_SHARED, VM_WRITE } from "../../sim/mm/vma.ts";
import type { Fingerprint } from "../fingerprint.ts";
import { type Census, KINDS, numberOf } from "./census.ts";
import { Draft } from "./intern.ts";
import { type Change, FACTS } from "./lessons.ts";
import type { Moves } from "./moves.ts";
import { isFrame, type Shared } from "./ties.ts";

/** What frames and slots are to the machine: slots are told apart from frames by their sign. */
type Identity = number;

function identity(print: Fingerprint | undefined, thing: number): Identity {
	if (print === undefined) return -1;
	return isFrame(thing) ? print.frames.met(thing >> 1) : -2 - print.slots.met(thing >> 1);
}

function numberIn(print: Fingerprint | undefined, id: Identity): number {
	if (print === undefined) return -1;
	const found = id >= 0 ? print.frames.peek(id) : print.slots.peek(-2 - id);
	return found < 0 ? -1 : numberOf(id >= 0 ? "frames" : "slots", found);
}

/** The things of a tie as the machine knows them. */
function identities(census: Census, shared: readonly Shared[]): Identity[] {
	return shared.map((thing) => {
		const at = thing.findIndex((number) => number >= 0);
		return identity(census.prints[at], thing[at] ?? -1);
	});
}

/** Writes down all that can be seen of a thing now, but for links to other things. */
function notice({ frames, swap }: Machine, id: Identity, facts: Int32Array, at: number): void {
	facts.fill(0, at, at + FACTS);
	if (id < 0) {
		const slot = -2 - id;
		facts[at] = swap.count.get(slot);
		facts[at + 1] = swap.content.get(slot) === 0 ? 0 : 1;
		facts[at + 2] = swap.cachedPage(slot) === null ? 0 : 1;
		return;
	}
	const head = frames.head(id);
	// Of a page that is free nothing can be seen.
	if (frames.refs.get(head) === 0) return;
	facts[at] = frames.refs.get(id);
	facts[at + 1] = frames.mapcount.get(id);
	facts[at + 2] = frames.entireMapcount.get(id);
	facts[at + 3] = frames.flags.get(id);
	facts[at + 4] = frames.content.get(id) === 0 ? 0 : 1;
	facts[at + 5] = frames.node(id);
	facts[at + 6] = id - head;
	facts[at + 7] = frames.folioPages(id);
	facts[at + 8] = frames.index.get(head);
	facts[at + 9] = swap.slotOfPage(id) === null ? 0 : 1;
}

/** What a walk that comes from a page needs to know of a private VMA: vm_page_prot and maybe_mkwrite() depend on nothing else of it. */
const PROTECTION = VM_READ | VM_WRITE | VM_SHARED;

/** What kind of name a thing has in news: of the number it had, of those shared since, or of those that only one process reaches. */
const OLD = 0;
const FRESH = 1;
const PRIVATE = 2;
const NOWHERE = -1;

/** Tells news of entries from mere changes of things, which begin with the number of a thing. */
const NEWS = -2;

const NO_CHANGES: readonly Change[] = [];
const NO_FRESH: readonly Shared[] = [];

export class Account {
	private readonly before: Census;
	private readonly after: Census;
	private shared: readonly Shared[] = [];
	private ids: readonly Identity[] = [];
	/** What was seen of each thing before the step. */
	private facts = new Int32Array(FACTS * 16);
	private readonly seen = new Int32Array(FACTS);
	private readonly draft = new Draft();
	/** Things that the draft of news speaks of, and what it calls them. */
	private readonly named: Identity[] = [];
	private readonly names: number[] = [];

	constructor(before: Census, after: Census) {
		this.before = before;
		this.after = after;
	}

	/** Begins with what is shared before the step. */
	open(m: Machine, shared: readonly Shared[]): void {
		this.shared = shared;
		this.ids = identities(this.before, shared);
		if (this.ids.length * FACTS > this.facts.length) this.facts = new Int32Array(this.ids.length * FACTS * 2);
		for (let i = 0; i < this.ids.length; i++) notice(m, this.ids[i] ?? -1, this.facts, i * FACTS);
	}

	/** What changed of things that the process at a position shares, in the order of its numbers: that of a tie depends on others. */
	changes(m: Machine, position: number): readonly Change[] {
		let changes: Change[] | null = null;
		for (let i = 0; i < this.ids.length; i++) {
			const thing = this.shared[i]?.[position] ?? -1;
			if (thing < 0) continue;
			notice(m, this.ids[i] ?? -1, this.seen, 0);
			if (this.isAsBefore(i)) continue;
			changes ??= [];
			changes.push({ thing, seen: [...this.seen] });
		}
		return changes?.sort((a, b) => a.thing - b.thing) ?? NO_CHANGES;
	}

	/** Whether what was noticed last is what was there before the step. */
	private isAsBefore(i: number): boolean {
		for (let k = 0; k < FACTS; k++) if (this.seen[k] !== this.facts[i * FACTS + k]) return false;
		return true;
	}

	/**
	 * What has become of the numbers of a process; `alive`: it lives on. `fresh`: what is shared since. Null: they stay, and nothing is shared
	 * anew.
	 */
	moves(position: number, alive: boolean, fresh: readonly Shared[], child: number): Moves | null {
		const print = this.after.prints[position];
		const { shared, ids } = this;
		let stays = fresh.length === 0 && child < 0;
		let most = -1;
		for (let i = 0; i < ids.length; i++) {
			const thing = shared[i]?.[position] ?? -1;
			if (thing < 0) continue;
			most = Math.max(most, thing);
			stays &&= alive && numberIn(print, ids[i] ?? -1) === thing;
		}
		if (stays) return null;
		const to = new Array<number>(most + 1).fill(-1);
		for (let i = 0; i < ids.length; i++) {
			const thing = shared[i]?.[position] ?? -1;
			if (thing >= 0 && alive) to[thing] = numberIn(print, ids[i] ?? -1);
		}
		return { to, fresh: fresh.map((thing) => thing[position] ?? -1), inherited: child < 0 ? [] : this.common(position, child) };
	}

	/** What is shared since the step, in the order of the numbers in the process that made it; null when that process has no part in some. */
	fresh(now: readonly Shared[], position: number): readonly Shared[] | null {
		let fresh: Shared[] | null = null;
		for (const thing of now) {
			const at = thing.findIndex((number) => number >= 0);
			if (this.ids.includes(identity(this.after.prints[at], thing[at] ?? -1))) continue;
			if ((thing[position] ?? -1) < 0) return null;
			fresh ??= [];
			fresh.push(thing);
		}
		return fresh?.sort((a, b) => (a[position] ?? 0) - (b[position] ?? 0)) ?? NO_FRESH;
	}

	/** Whether a process reaches the same things in the same order as before. */
	sameReach(position: number): boolean {
		const [a, b] = [this.before.prints[position], this.after.prints[position]];
		if (a === undefined || b === undefined) return false;
		return KINDS.every((kind) => {
			if (a[kind].count !== b[kind].count) return false;
			for (let i = 0; i < a[kind].count; i++) if (a[kind].met(i) !== b[kind].met(i)) return false;
			return true;
		});
	}

	/** The entries by which a process leads to what it shares, with the numbers of the things. */
	entries(position: number, at: number): Draft {
		const { draft } = this;
		const { view } = this.before;
		const from = view.starts[at] ?? 0;
		draft.length = 0;
		for (let row = from; row < (view.starts[at + 1] ?? 0); row++) {
			const thing = this.thingAt(position, row);
			if (thing < 0) continue;
			draft.push(row - from);
			draft.push(view.flags[row] ?? 0);
			draft.push(((view.vmaFlags[row] ?? 0) & PROTECTION) * 16 + (view.level[row] ?? 0));
			draft.push(thing);
		}
		return draft;
	}

	/**
	 * What a process hears of a step that met its entries, or changed what it reaches: how these entries are now, and all things behind them.
	 * `at`: the process's position in the views, before and now.
	 */
	news(m: Machine, position: number, at: number, atNow: number, fresh: readonly Shared[]): Draft {
		const { ids, shared, after, before, draft, named, names } = this;
		const now = after.view;
		draft.length = 0;
		draft.push(NEWS);
		named.length = 0;
		names.length = 0;
		for (let i = 0; i < ids.length; i++) {
			const thing = shared[i]?.[position] ?? -1;
			if (thing >= 0) this.name(ids[i] ?? -1, thing * 4 + OLD);
		}
		for (const thing of fresh) this.name(identity(after.prints[position], thing[position] ?? -1), named.length * 4 + FRESH);
		const from = before.view.starts[at] ?? 0;
		const shift = (now.starts[atNow] ?? 0) - from;
		for (let row = from; row < (before.view.starts[at + 1] ?? 0); row++) {
			if (this.thingAt(position, row) < 0) continue;
			const flags = now.flags[row + shift] ?? 0;
			const id = targetOf(flags, now.target[row + shift] ?? 0);
			draft.push(row - from);
			draft.push(flags);
			draft.push(now.level[row + shift] ?? 0);
			draft.push(flags === 0 || (id >= 0 && m.frames.isZero(id)) ? NOWHERE : this.nameOf(id));
		}
		for (let i = 0; i < named.length; i++) {
			const id = named[i] ?? -1;
			notice(m, id, this.seen, 0);
			const link = linkOf(m, id);
			draft.push(names[i] ?? 0);
			for (let k = 0; k < FACTS; k++) draft.push(this.seen[k] ?? 0);
			draft.push(link === null ? NOWHERE : this.nameOf(link));
		}
		return draft;
	}

	private name(id: Identity, name: number): number {
		this.named.push(id);
		this.names.push(name);
		return name;
	}

	/** The name of a thing, which is given now to one that only this process reaches. */
	private nameOf(id: Identity): number {
		const known = this.named.indexOf(id);
		return known >= 0 ? (this.names[known] ?? 0) : this.name(id, this.named.length * 4 + PRIVATE);
	}

	private common(position: number, other: number): [number, number][] {
		const [from, to] = [this.after.prints[position], this.after.prints[other]];
		if (from === undefined || to === undefined) return [];
		return KINDS.flatMap((kind) =>
			Array.from({ length: from[kind].count }, (_, i): [number, number] => {
				const there = to[kind].peek(from[kind].met(i));
				return [numberOf(kind, i), there < 0 ? -1 : numberOf(kind, there)];
			}),
		).filter(([, there]) => there >= 0);
	}

	/** The number of the shared thing to which a row leads, -1 for none. */
	private thingAt(position: number, row: number): number {
		const { view } = this.before;
		const flags = view.flags[row] ?? 0;
		if (flags === 0 || (flags & ENTRY_MARKER) !== 0) return -1;
		const i = this.ids.indexOf(targetOf(flags, view.target[row] ?? 0));
		return i < 0 ? -1 : (this.shared[i]?.[position] ?? -1);
	}
}

function targetOf(flags: number, target: number): Identity {
	return (flags & ENTRY_SWAP) !== 0 ? -2 - target : target;
}

/** The slot of a page, or the page that is cached for a slot; null without. */
function linkOf({ frames, swap }: Machine, id: Identity): Identity | null {
	if (id < 0) return swap.cachedPage(-2 - id);
	const slot = frames.refs.get(frames.head(id)) === 0 ? null : swap.slotOfPage(id);
	return slot === null ? null : -2 - slot;
}

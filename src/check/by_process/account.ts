/** What a step did to things that are shared, told for each process by the numbers that it gives them. */
import { ENTRY_MARKER, ENTRY_SWAP } from "../../sim/arch/x86_64.ts";
import type { Machine } from "../../sim/machine_state.ts";
import { VM_READ, VM_SHARED, VM_WRITE } from "../../sim/mm/vma.ts";
import type { Fingerprint } from "../fingerprint.ts";
import { type Census, KINDS, numberOf } from "./census.ts";
import type { Change } from "./lessons.ts";
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
export function identities(census: Census, shared: readonly Shared[]): Identity[] {
	return shared.map((thing) => {
		const at = thing.findIndex((number) => number >= 0);
		return identity(census.prints[at], thing[at] ?? -1);
	});
}

/** All that can be seen of a thing now, but for links to other things. */
export function seenOf({ frames, swap }: Machine, id: Identity): string {
	if (id < 0) {
		const slot = -2 - id;
		return `${swap.count.get(slot)},${swap.content.get(slot) === 0 ? 0 : 1},${swap.cachedPage(slot) === null ? 0 : 1}`;
	}
	const head = frames.head(id);
	if (frames.refs.get(head) === 0) return "free";
	const counts = `${frames.mapcount.get(id)},${frames.entireMapcount.get(id)},${frames.refs.get(id)}`;
	const place = `${frames.node(id)},${id - head},${frames.folioPages(id)},${frames.index.get(head)}`;
	return `${frames.flags.get(id)},${counts},${frames.content.get(id) === 0 ? 0 : 1},${place},${swap.slotOfPage(id) === null ? 0 : 1}`;
}

/** What a walk that comes from a page needs to know of a private VMA: vm_page_prot and maybe_mkwrite() depend on nothing else of it. */
const PROTECTION = VM_READ | VM_WRITE | VM_SHARED;

const NO_CHANGES: readonly Change[] = [];
const NO_FRESH: readonly Shared[] = [];

export class Account {
	private readonly before: Census;
	private readonly after: Census;
	private shared: readonly Shared[] = [];
	private ids: readonly Identity[] = [];
	private seen: readonly string[] = [];

	constructor(before: Census, after: Census) {
		this.before = before;
		this.after = after;
	}

	/** Begins with what is shared before the step. */
	open(m: Machine, shared: readonly Shared[]): void {
		this.shared = shared;
		this.ids = identities(this.before, shared);
		this.seen = this.ids.map((id) => seenOf(m, id));
	}

	/** What changed of things that the process at a position shares. */
	changes(m: Machine, position: number): readonly Change[] {
		let changes: Change[] | null = null;
		for (let i = 0; i < this.ids.length; i++) {
			const thing = this.shared[i]?.[position] ?? -1;
			if (thing < 0) continue;
			const seen = seenOf(m, this.ids[i] ?? -1);
			if (seen === this.seen[i]) continue;
			changes ??= [];
			changes.push({ thing, seen });
		}
		return changes ?? NO_CHANGES;
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

	/** The entries by which a process leads to what it shares, with the number of the thing. */
	entries(position: number, at: number): string {
		const { view } = this.before;
		const from = view.starts[at] ?? 0;
		let text = "";
		for (let row = from; row < (view.starts[at + 1] ?? 0); row++) {
			const thing = this.thingAt(position, row);
			if (thing >= 0) text += `${row - from}:${view.flags[row]},${view.level[row]},${(view.vmaFlags[row] ?? 0) & PROTECTION},${thing};`;
		}
		return text;
	}

	/**
	 * What a process hears of a step that met its entries, or changed what it reaches: how these entries are now, and all things behind them.
	 * `at`: the process's position in the views, before and now.
	 */
	news(m: Machine, position: number, at: number, atNow: number, fresh: readonly Shared[]): string {
		const { ids, shared, after, before } = this;
		const now = after.view;
		const names = new Map<Identity, string>();
		for (let i = 0; i < ids.length; i++) {
			const thing = shared[i]?.[position] ?? -1;
			if (thing >= 0) names.set(ids[i] ?? -1, `o${thing}`);
		}
		for (const thing of fresh) names.set(identity(after.prints[position], thing[position] ?? -1), `n${names.size}`);
		const from = before.view.starts[at] ?? 0;
		const shift = (now.starts[atNow] ?? 0) - from;
		let text = "";
		for (let row = from; row < (before.view.starts[at + 1] ?? 0); row++) {
			if (this.thingAt(position, row) < 0) continue;
			const flags = now.flags[row + shift] ?? 0;
			const id = targetOf(flags, now.target[row + shift] ?? 0);
			text += `${row - from}:${flags},${now.level[row + shift]},${flags === 0 || (id >= 0 && m.frames.isZero(id)) ? "-" : nameOf(names, id)};`;
		}
		for (const [id, name] of names) text += `${name}=${seenOf(m, id)},${linkOf(m, id, names)};`;
		return text;
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

/** The name of a thing, which is given now to one that only this process reaches. */
function nameOf(names: Map<Identity, string>, id: Identity): string {
	const known = names.get(id);
	if (known !== undefined) return known;
	const name = `p${names.size}`;
	names.set(id, name);
	return name;
}

/** The name of the slot of a page, or of the page that is cached for a slot. */
function linkOf({ frames, swap }: Machine, id: Identity, names: Map<Identity, string>): string {
	const to = id < 0 ? swap.cachedPage(-2 - id) : frames.refs.get(frames.head(id)) === 0 ? null : swap.slotOfPage(id);
	return to === null ? "-" : nameOf(names, id < 0 ? to : -2 - to);
}

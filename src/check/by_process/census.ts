/** Reads off a machine how its state is composed: a look for each process, and what they share. */
import type { ProcessId } from "../../sim/include/operation.ts";
import type { Process } from "../../sim/kernel/process.ts";
import type { Machine } from "../../sim/machine_state.ts";
import { Fingerprint } from "../fingerprint.ts";
import { NO_PROMISES } from "../promise.ts";
import type { Property } from "../properties.ts";
import { brokenBits } from "../successors.ts";
import { StateView } from "../view.ts";
import type { Composite } from "./composite.ts";
import { Draft } from "./intern.ts";
import type { Looks } from "./looks.ts";
import { frameThing, slotThing, type Ties } from "./ties.ts";

export class Census {
	/** What each process reaches, by position of its name. */
	readonly prints: readonly Fingerprint[];
	readonly view = new StateView();
	/** Whether some count does not agree with the entries. */
	miscounted = false;
	private readonly names: readonly ProcessId[];
	private readonly looks: Looks;
	private readonly ties: Ties;
	private readonly properties: readonly Property[];
	private readonly single = new StateView();
	private readonly draft = new Draft();
	private readonly there: Fingerprint[] = [];
	private readonly allBut: readonly (readonly Fingerprint[])[];

	constructor(names: readonly ProcessId[], looks: Looks, ties: Ties, properties: readonly Property[]) {
		this.prints = names.map(() => new Fingerprint(false));
		this.allBut = names.map((_, at) => this.prints.filter((_print, position) => position !== at));
		this.names = names;
		this.looks = looks;
		this.ties = ties;
		this.properties = properties;
	}

	/** Reads everything. */
	take(m: Machine, into: Composite): void {
		const { view, names, prints, there } = this;
		view.read(m, NO_PROMISES);
		into.looks.fill(0);
		there.length = 0;
		for (let at = 0; at < view.processes.length; at++) {
			const process = view.processes[at];
			const position = process === undefined ? -1 : names.indexOf(process.id);
			const print = prints[position];
			if (process === undefined || print === undefined) continue;
			print.takeProcess(m, view, at);
			into.looks[position] = this.lookOf(m, process, print);
			there.push(print);
		}
		for (let at = 0; at < prints.length; at++) if (into.looks[at] === 0) prints[at]?.begin();
		into.tie = there.length < 2 ? 0 : this.tie(into.looks);
		into.region = m.nextRegion;
		this.miscounted = false;
		for (const print of there) {
			if (print.miscounted && into.tie !== 0) print.recount(m, there);
			this.miscounted ||= print.miscounted;
		}
	}

	/** The prints of all processes but one. */
	others(position: number): readonly Fingerprint[] {
		return this.allBut[position] ?? [];
	}

	/** The look of one process, 0 when it is dead. */
	takeOne(m: Machine, process: Process, position: number): number {
		const { single } = this;
		const print = this.prints[position];
		this.miscounted = false;
		if (!process.live || print === undefined) return 0;
		single.read(m, NO_PROMISES, process);
		print.takeProcess(m, single, 0);
		this.miscounted = print.miscounted;
		return this.lookOf(m, process, print);
	}

	private lookOf(m: Machine, process: Process, print: Fingerprint): number {
		const { looks, single } = this;
		const look = looks.of(print.high, print.low);
		if (looks.broken(look) < 0) {
			single.read(m, NO_PROMISES, process);
			looks.setBroken(look, brokenBits(this.properties, single));
		}
		return look;
	}

	private tie(looks: Int32Array): number {
		const { draft, prints } = this;
		draft.length = 0;
		for (const kind of KINDS) {
			for (let at = 0; at + 1 < looks.length; at++) {
				const own = prints[at]?.[kind];
				for (let i = 0; own !== undefined && i < own.count; i++) this.draftShared(kind, own.met(i), at);
			}
		}
		return this.ties.ofNumbers(draft.numbers, draft.length);
	}

	/** Adds a thing of the process at a position to the draft, unless no process behind reaches it too, or one before does. */
	private draftShared(kind: ThingKind, met: number, position: number): void {
		const { draft, prints } = this;
		const begun = draft.length;
		let shared = false;
		for (let at = 0; at < prints.length; at++) {
			const found = prints[at]?.[kind].peek(met) ?? -1;
			shared ||= at > position && found >= 0;
			if (at < position && found >= 0) break;
			draft.push(found < 0 ? -1 : numberOf(kind, found));
		}
		if (!shared) draft.length = begun;
	}
}

export type ThingKind = "frames" | "slots";
export const KINDS: readonly ThingKind[] = ["frames", "slots"];

export function numberOf(kind: ThingKind, number: number): number {
	return kind === "frames" ? frameThing(number) : slotThing(number);
}

/** Random walks, for what lies beyond the reach of breadth-first search. Each walk has a seed of its own, so that shards add up to the whole. */
import { Random } from "../base/random.ts";
import type { Step } from "../sim/include/operation.ts";
import { boot } from "../sim/machine.ts";
import type { Plan } from "./explorer.ts";
import { causeKey, type Finding, stopped } from "./finding.ts";
import { afterStep, NO_PROMISES, type Promises } from "./promise.ts";
import { COUNTS, type Property } from "./properties.ts";
import { causeAtEnd } from "./replay.ts";
import { alphabet, enabled, geometryOf } from "./scope.ts";
import { shrink } from "./shrink.ts";
import { UndoableMachine } from "./undo.ts";
import { StateView } from "./view.ts";

/** Steps that had no meaning where they came up are not counted; so many in a row, and the walk ends. */
const TRIES = 400;

/** Collects findings over many walks; the shortest of each cause stays. */
export class Walks {
	walks = 0;
	steps = 0;
	private readonly plan: Plan;
	private readonly seed: number;
	/** Steps by what they do: each kind is as likely as another, however many pages it can be done to. */
	private readonly kinds: readonly (readonly Step[])[];
	private readonly found = new Map<string, Finding>();

	constructor(plan: Plan, seed: number) {
		this.plan = plan;
		this.seed = seed;
		const kinds = new Map<string, Step[]>();
		for (const each of alphabet(plan.scope)) {
			const kind = each.operation.kind === "advise" ? each.operation.advice : each.operation.kind;
			kinds.set(kind, [...(kinds.get(kind) ?? []), each]);
		}
		this.kinds = [...kinds.values()];
	}

	get findings(): readonly Finding[] {
		return [...this.found.values()];
	}

	/** Walk number `number`, of `plan.limits.depth` steps. */
	walk(number: number): void {
		const { kernel, scope, limits, properties } = this.plan;
		const random = new Random(Math.imul(this.seed, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35));
		const walker = new UndoableMachine(boot(kernel, geometryOf(scope)));
		const m = walker.machine;
		const view = new StateView();
		const path: Step[] = [];
		let promises: Promises = NO_PROMISES;
		const broken = properties.map(() => false);
		this.walks++;
		let deaths = 0;
		while (path.length < limits.depth) {
			const next = this.draw(random, (choice) => enabled(m, choice));
			if (next === null) return;
			path.push(next);
			this.steps++;
			try {
				const kept = afterStep(m, promises, next, walker.forward(next));
				// When the last process dies, nothing is left to be found: that step was not taken.
				if (!m.processes.some(({ live }) => live)) {
					walker.back();
					path.pop();
					if (++deaths > limits.depth) return;
					continue;
				}
				promises = kept.promises;
				view.read(m, promises);
				for (const { process, vpn } of kept.silent) view.markSilent(view.find(process, vpn));
			} catch (error) {
				if (this.plan.counts) this.note(COUNTS, path, stopped(error instanceof Error ? error.message : String(error)));
				return;
			}
			properties.forEach((property, i) => {
				const now = property.broken(view) >= 0;
				if (now && broken[i] === false) this.look(property, path);
				broken[i] = now;
			});
		}
	}

	private draw(random: Random, can: (choice: Step) => boolean): Step | null {
		for (let tries = 0; tries < TRIES; tries++) {
			const kind = this.kinds[random.below(this.kinds.length)] ?? [];
			const choice = kind[random.below(kind.length)];
			if (choice !== undefined && can(choice)) return choice;
		}
		return null;
	}

	private look(property: Property, path: readonly Step[]): void {
		const { kernel, scope } = this.plan;
		const cause = causeAtEnd(kernel, geometryOf(scope), path, property);
		if (cause !== null) this.note(property.id, path, cause);
	}

	private note(property: string, path: readonly Step[], cause: Finding["cause"]): void {
		const key = causeKey(property, cause);
		const known = this.found.get(key);
		const shorter = known === undefined || path.length < known.path.length;
		this.found.set(key, { ...(shorter ? { property, path: [...path], cause } : known), times: (known?.times ?? 0) + 1 });
	}

	/** Makes each finding as short as it can be; to be called once, at the end. */
	shorten(properties: readonly Property[]): void {
		const { kernel, scope } = this.plan;
		for (const [key, finding] of this.found) {
			const property = properties.find(({ id }) => id === finding.property);
			if (property === undefined) continue;
			const shows = (steps: readonly Step[]) => {
				const cause = causeAtEnd(kernel, geometryOf(scope), steps, property);
				return cause !== null && causeKey(finding.property, cause) === key;
			};
			const path = shrink(finding.path, shows);
			const cause = causeAtEnd(kernel, geometryOf(scope), path, property) ?? finding.cause;
			this.found.set(key, { ...finding, path, cause });
		}
	}
}

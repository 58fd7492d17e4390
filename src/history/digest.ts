/**
 * What a link promises about the run behind it: a checksum of everything up to the cursor, and a few bits at marks on the way, so
 * that a later model which does otherwise can be told, and where the two part.
 */
import { Hash } from "../base/hash.ts";
import type { Observation } from "../sim/include/observation.ts";
import type { FilmStep } from "./film.ts";
import { hashObservation } from "./state_hash.ts";

/** Marks of a digest at most; each costs one letter of a link. */
const MOST_MARKS = 64;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

export interface RunDigest {
	/** 48 bits as eight letters: results, events and states up to the step. */
	readonly check: string;
	/** One letter a mark. */
	readonly marks: string;
}

/** The steps after which a digest of the first `steps` steps has a mark: each, or 64 that are evenly spread. The last is `steps`. */
export function markSteps(steps: number): readonly number[] {
	const count = Math.min(steps, MOST_MARKS);
	return Array.from({ length: count }, (_, i) => Math.round(((i + 1) * steps) / count));
}

/** The digest of the first `wanted` steps; `observe` says what stands after so many of them. */
export function digestRun(steps: readonly DigestedStep[], wanted: number, observe: (steps: number) => Observation): RunDigest {
	const end = Math.max(0, Math.min(wanted, steps.length));
	const marks = new Set(markSteps(end));
	const digester = new Digester();
	for (const [index, step] of steps.slice(0, end).entries()) {
		digester.step(step);
		if (marks.has(index + 1)) digester.mark(observe(index + 1));
	}
	return digester.digest();
}

type DigestedStep = Pick<FilmStep, "status" | "result" | "events">;

/** Takes a run in, step by step. */
class Digester {
	private readonly hash = new Hash();
	private marks = "";

	step(step: DigestedStep): void {
		this.hash.text(step.status);
		if (step.result !== undefined) this.hash.number(step.result.ret).word(step.result.errno);
		for (const event of step.events) {
			// By name and not by order: how an object was put together is nobody's result.
			for (const [name, value] of Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1))) this.hash.text(`${name} ${String(value)}`);
		}
	}

	/** The state at a mark. */
	mark(observation: Observation): void {
		hashObservation(this.hash, observation);
		this.marks += letters(this.hash.words()[0], 1);
	}

	digest(): RunDigest {
		const [a, b] = this.hash.words();
		return { check: letters(a, 4) + letters(b, 4), marks: this.marks };
	}
}

/** Where a run does otherwise than was promised: after `after` steps all was well, after `by` it was not. */
export interface Parting {
	readonly after: number;
	readonly by: number;
}

/** Compares the digest of the first `steps` steps with what was promised of them; null when the run keeps the promise. */
export function partingOf(steps: number, promised: RunDigest, found: RunDigest): Parting | null {
	if (promised.check === found.check) return null;
	const marks = markSteps(steps);
	const at = marks.findIndex((_, i) => promised.marks[i] !== found.marks[i]);
	// The letters may agree by chance; the checksum does not.
	const by = at < 0 ? steps : (marks[at] ?? steps);
	const before = at < 0 ? marks.at(-2) : marks[at - 1];
	return { after: before ?? 0, by };
}

function letters(word: number, count: number): string {
	return Array.from({ length: count }, (_, i) => LETTERS[(word >>> (i * 6)) & 63] ?? "").join("");
}

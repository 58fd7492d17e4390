/** Micro-steps: which kernel function runs, cut out of the journal. Without a trace the machine runs at full speed. */
import { assert } from "../base/assert.ts";
import { Journal } from "../base/journal.ts";
import type { Change, MicroStep } from "./include/transition.ts";

/** A place in the kernel that the explorer can stand behind. Declared once, beside the function that it describes. */
export interface MicroKind {
	readonly file: string;
	readonly fn: string;
	readonly label: string;
	readonly say: string;
}

interface Micro {
	readonly kind: MicroKind;
	readonly start: number;
	times: number;
	/** The sequence of kinds that this micro-step stands for, when it folds repetitions. */
	readonly folds: string | null;
	/** Filled when the micro-step ends. */
	changes: readonly Change[];
	changeCount: number;
}

const REPEAT: MicroKind = {
	file: "mm/memory.c",
	fn: "handle_mm_fault",
	label: "next pages",
	say: "The next pages of the range go the same way, one after the other.",
};

/** Turns the journal from `start` to its end into changes for people; given by the machine, which can read itself. */
export type Describe = (journal: Journal, start: number) => { changes: readonly Change[]; count: number };

export class Trace {
	readonly journal = new Journal();
	private micros: Micro[] = [];
	private mark = 0;
	private last = "";
	private started = false;
	private current: Micro | null = null;
	private readonly describe: Describe;

	constructor(describe: Describe) {
		this.describe = describe;
	}

	/** From here on, changes belong to `kind`. */
	begin(kind: MicroKind): void {
		this.close();
		if (this.started === false) {
			this.started = true;
			assert(this.describe(this.journal, 0).count === 0, "every visible change belongs to a micro-step");
		}
		this.open(kind, null, 1);
	}

	/** Starts one round of a loop over pages. */
	beginRound(): void {
		this.close();
		this.mark = this.micros.length;
	}

	/** Ends the round; rounds that go alike fold into one micro-step from the second repetition on. */
	endRound(): void {
		this.close();
		const round = this.micros.slice(this.mark);
		const first = round[0];
		if (first === undefined) return;
		const sequence = round.map((micro) => micro.kind.fn + micro.kind.label).join("|");
		const before = this.micros[this.mark - 1];
		const repeats = sequence === this.last;
		this.last = sequence;
		if (!repeats) return;
		const count = round.reduce((sum, micro) => sum + micro.changeCount, 0);
		this.micros.length = this.mark;
		if (before !== undefined && before.folds === sequence) {
			before.times++;
			before.changeCount += count;
		} else {
			const kind = round.length === 1 ? { ...first.kind, label: `${first.kind.label}, again` } : REPEAT;
			const changes = round.flatMap((micro) => micro.changes).slice(0, 64);
			this.micros.push({ kind, start: first.start, times: 1, folds: sequence, changes, changeCount: count });
		}
	}

	/** Forgets how the last round went: what follows is another loop. */
	endLoop(): void {
		this.last = "";
	}

	/** Ends the last micro-step. Nothing that can be seen may have changed outside every micro-step. */
	finish(): void {
		this.close();
		if (this.micros.length === 0) assert(this.describe(this.journal, 0).count === 0, "every visible change belongs to a micro-step");
	}

	/** Journal positions where micro-steps begin, and its end: `length + 1` numbers. */
	bounds(): number[] {
		return [...this.micros.map((micro, i) => (i === 0 ? 0 : micro.start)), this.journal.entries.length];
	}

	microSteps(): MicroStep[] {
		return this.micros.map(({ kind, times, changes, changeCount }) => ({ ...kind, times, changes, changeCount }));
	}

	private open(kind: MicroKind, folds: string | null, times: number): void {
		this.current = { kind, start: this.journal.entries.length, times, folds, changes: [], changeCount: 0 };
	}

	/** Micro-steps that changed nothing are not worth a stop. */
	private close(): void {
		const micro = this.current;
		this.current = null;
		if (micro === null) return;
		const { changes, count } = this.describe(this.journal, micro.start);
		if (count === 0) return;
		micro.changes = changes;
		micro.changeCount = count;
		this.micros.push(micro);
	}
}

/** The states to which the steps out of one state lead, in flat columns that are filled again for each state. */

/** Steps that an alphabet may have: a path keeps each in a byte. */
export const MOST_STEPS = 256;

/** A state as whoever found it tells of it. */
interface Described {
	readonly high: number;
	readonly low: number;
	describe(into: Int32Array, at: number): void;
}

export class Found {
	/** States found. */
	count = 0;
	/** Steps tried, with those that led nowhere else. */
	tried = 0;
	/** By state: the step that led there, as an index into the alphabet. */
	readonly op = new Uint8Array(MOST_STEPS);
	readonly high = new Uint32Array(MOST_STEPS);
	readonly low = new Uint32Array(MOST_STEPS);
	/** What describes each state to the one who found it: `width` numbers. */
	readonly numbers: Int32Array;
	readonly width: number;
	/** A bit for each property that the step breaks. */
	readonly newly = new Int32Array(MOST_STEPS);
	/** 1 where counts and entries do not agree. */
	readonly miscounted = new Uint8Array(MOST_STEPS);
	/** Steps in which the machine stopped, and what it said. */
	readonly stopped: { readonly op: number; readonly message: string }[] = [];

	constructor(width: number) {
		this.width = width;
		this.numbers = new Int32Array(MOST_STEPS * width);
	}

	clear(): void {
		this.count = 0;
		this.tried = 0;
		this.stopped.length = 0;
	}

	note(op: number, state: Described, newly: number, miscounted: boolean): void {
		const at = this.count++;
		const { high, low } = state;
		this.op[at] = op;
		this.high[at] = high;
		this.low[at] = low;
		state.describe(this.numbers, at * this.width);
		this.newly[at] = newly;
		this.miscounted[at] = miscounted ? 1 : 0;
	}
}

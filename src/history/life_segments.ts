/** Readings of moments in a row, joined where they are alike. */
import type { LifeSegment, Reading } from "./inquiry.ts";

export class Segments {
	readonly list: LifeSegment[] = [];

	/** `moment`: steps done; moments come in order. */
	add(moment: number, { value, form }: Reading): void {
		const last = this.list.at(-1);
		const there = form !== "";
		if (last !== undefined && last.value === value && last.there === there) this.list[this.list.length - 1] = { ...last, n: last.n + 1 };
		else this.list.push({ from: moment, n: 1, value, there });
	}
}

/**
 * Frame numbers are names: two systems agree when one's names can be replaced by the other's, one for one. Runs of counting numbers are
 * taken whole, so that a huge page costs as much as a small one.
 */
interface Pairing {
	/** Numbers `from … from+n-1` of one side are `to … to+n-1` of the other. */
	from: number;
	to: number;
	n: number;
}

export class Renaming {
	private readonly forth = new Pairings();
	private readonly back = new Pairings();

	/** Whether `a … a+n-1` may be called `b … b+n-1`, given what was said before; if so, it is from now on. `n` 0 says nothing. */
	agree(a: number, b: number, n: number): boolean {
		if (!this.forth.allows(a, b, n) || !this.back.allows(b, a, n)) return false;
		this.forth.add(a, b, n);
		this.back.add(b, a, n);
		return true;
	}
}

/** One direction: stretches in ascending order of `from`, without overlaps. */
class Pairings {
	private readonly pairings: Pairing[] = [];

	allows(from: number, to: number, n: number): boolean {
		for (let i = this.firstEndingAfter(from); i < this.pairings.length; i++) {
			const pairing = this.pairings[i];
			if (pairing === undefined || pairing.from >= from + n) break;
			if (pairing.to - pairing.from !== to - from) return false;
		}
		return true;
	}

	/** Adds what is not there yet; `allows` has said yes. */
	add(from: number, to: number, n: number): void {
		const end = from + n;
		const first = this.firstEndingAfter(from);
		let last = first;
		let start = from;
		let stop = end;
		for (let pairing = this.pairings[last]; pairing !== undefined && pairing.from < end; pairing = this.pairings[last]) {
			start = Math.min(start, pairing.from);
			stop = Math.max(stop, pairing.from + pairing.n);
			last++;
		}
		this.pairings.splice(first, last - first, { from: start, to: to - (from - start), n: stop - start });
	}

	private firstEndingAfter(value: number): number {
		let low = 0;
		let high = this.pairings.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const pairing = this.pairings[middle];
			if (pairing !== undefined && pairing.from + pairing.n <= value) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

/** A set of virtual page numbers: 32 pages a word, words only where something is. */
export class PageSet {
	/** One word beside the map: a small machine never needs the map, which costs ten times as much. */
	private key = 0;
	private word = 0;
	private more: Map<number, number> | null = null;

	/** Adds the page; false when it was in the set already. */
	add(page: number): boolean {
		const key = Math.floor(page / 32);
		const word = this.at(key);
		const bit = 1 << (page & 31);
		if ((word & bit) !== 0) return false;
		this.put(key, word | bit);
		return true;
	}

	/** Takes the page out; false when it was not in the set. */
	delete(page: number): boolean {
		const key = Math.floor(page / 32);
		const word = this.at(key);
		const bit = 1 << (page & 31);
		if ((word & bit) === 0) return false;
		this.put(key, word & ~bit);
		return true;
	}

	/** Pages of the set in `start … end` (end exclusive), ascending. */
	within(start: number, end: number): number[] {
		const pages: number[] = [];
		if (this.word === 0 && this.more === null) return pages;
		for (let key = Math.floor(start / 32); key * 32 < end; key++) {
			const word = this.at(key);
			for (let i = 0; word !== 0 && i < 32; i++) {
				const page = key * 32 + i;
				if ((word & (1 << i)) !== 0 && page >= start && page < end) pages.push(page);
			}
		}
		return pages;
	}

	has(page: number): boolean {
		return (this.at(Math.floor(page / 32)) & (1 << (page & 31))) !== 0;
	}

	copy(): PageSet {
		const other = new PageSet();
		other.key = this.key;
		other.word = this.word;
		other.more = this.more === null ? null : new Map(this.more);
		return other;
	}

	private at(key: number): number {
		return key === this.key ? this.word : (this.more?.get(key) ?? 0);
	}

	private put(key: number, word: number): void {
		const { more } = this;
		if (key === this.key || (this.word === 0 && more?.has(key) !== true)) {
			this.key = key;
			this.word = word;
		} else if (word !== 0) {
			this.more = (more ?? new Map<number, number>()).set(key, word);
		} else if (more !== null) {
			more.delete(key);
			if (more.size === 0) this.more = null;
		}
	}
}

/** A set of virtual page numbers: 32 pages a word, words only where something is. */
export class PageSet {
	private readonly words = new Map<number, number>();

	/** Adds the page; false when it was in the set already. */
	add(page: number): boolean {
		const key = Math.floor(page / 32);
		const word = this.words.get(key) ?? 0;
		const bit = 1 << (page & 31);
		if ((word & bit) !== 0) return false;
		this.words.set(key, word | bit);
		return true;
	}

	/** Takes the page out; false when it was not in the set. */
	delete(page: number): boolean {
		const key = Math.floor(page / 32);
		const word = this.words.get(key) ?? 0;
		const bit = 1 << (page & 31);
		if ((word & bit) === 0) return false;
		if (word === bit) this.words.delete(key);
		else this.words.set(key, word & ~bit);
		return true;
	}

	/** Pages of the set in `start … end` (end exclusive), ascending. */
	within(start: number, end: number): number[] {
		if (this.words.size === 0) return [];
		const pages: number[] = [];
		for (let key = Math.floor(start / 32); key * 32 < end; key++) {
			const word = this.words.get(key) ?? 0;
			for (let i = 0; word !== 0 && i < 32; i++) {
				const page = key * 32 + i;
				if ((word & (1 << i)) !== 0 && page >= start && page < end) pages.push(page);
			}
		}
		return pages;
	}

	has(page: number): boolean {
		return ((this.words.get(Math.floor(page / 32)) ?? 0) & (1 << (page & 31))) !== 0;
	}

	copy(): PageSet {
		const other = new PageSet();
		for (const [key, word] of this.words) other.words.set(key, word);
		return other;
	}
}

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

	delete(page: number): void {
		const key = Math.floor(page / 32);
		const word = (this.words.get(key) ?? 0) & ~(1 << (page & 31));
		if (word === 0) this.words.delete(key);
		else this.words.set(key, word);
	}

	has(page: number): boolean {
		return ((this.words.get(Math.floor(page / 32)) ?? 0) & (1 << (page & 31))) !== 0;
	}

	copy(): PageSet {
		const other = new PageSet();
		for (const [key, word] of this.words) other.words.set(key, word);
		return other;
	}

	/** Pages in ascending order. */
	toArray(): number[] {
		const pages: number[] = [];
		for (const key of [...this.words.keys()].sort((a, b) => a - b)) {
			const word = this.words.get(key) ?? 0;
			for (let i = 0; i < 32; i++) if ((word & (1 << i)) !== 0) pages.push(key * 32 + i);
		}
		return pages;
	}
}

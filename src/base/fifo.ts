/** A queue of numbers whose every move can be taken back, newest move first. */
export class Fifo {
	private items: number[] = [];
	private head = 0;

	get length(): number {
		return this.items.length - this.head;
	}

	/** The oldest number, or undefined when the queue is empty. */
	take(): number | undefined {
		return this.head < this.items.length ? this.items[this.head++] : undefined;
	}

	untake(): void {
		this.head--;
	}

	put(value: number): void {
		this.items.push(value);
	}

	unput(): void {
		this.items.pop();
	}

	/** Forgets what was taken; moves made before can no longer be taken back. */
	compact(): void {
		if (this.head < 1024 || this.head * 2 < this.items.length) return;
		this.items = this.items.slice(this.head);
		this.head = 0;
	}

	toArray(): number[] {
		return this.items.slice(this.head);
	}

	load(items: readonly number[]): void {
		this.items = [...items];
		this.head = 0;
	}
}

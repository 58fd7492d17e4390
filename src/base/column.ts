import type { Journal } from "./journal.ts";

type Words = Uint8Array | Uint16Array | Uint32Array | Int32Array;
export type Width = "u8" | "u16" | "u32" | "i32";

export interface ColumnSnapshot {
	readonly chunks: readonly (Words | undefined)[];
}

/**
 * A column of numbers that grows without being copied and costs nothing where nobody wrote: chunks of 2^chunkBits cells,
 * made on the first write. Unwritten cells read as 0. While a journal is attached every change is noted in it.
 */
export class Column {
	journal: Journal | null = null;
	private chunks: (Words | undefined)[] = [];
	private readonly width: Width;
	private readonly chunkBits: number;
	private readonly mask: number;

	constructor(width: Width, chunkBits: number) {
		this.width = width;
		this.chunkBits = chunkBits;
		this.mask = (1 << chunkBits) - 1;
	}

	get(index: number): number {
		const chunk = this.chunks[index >>> this.chunkBits];
		return chunk === undefined ? 0 : (chunk[index & this.mask] ?? 0);
	}

	set(index: number, value: number): void {
		const at = index & this.mask;
		let chunk = this.chunks[index >>> this.chunkBits];
		if (chunk === undefined) {
			if (value === 0) return;
			chunk = this.grow(index >>> this.chunkBits);
		}
		if (this.journal !== null) {
			const before = chunk[at] ?? 0;
			if (before === value) return;
			this.journal.note(this, index, before, value);
		}
		chunk[at] = value;
	}

	/** Writes without noting: for undo and redo only. */
	restore(index: number, value: number): void {
		const chunk = this.chunks[index >>> this.chunkBits] ?? this.grow(index >>> this.chunkBits);
		chunk[index & this.mask] = value;
	}

	/** Sets `count` cells from `index` on to one value. */
	fill(index: number, count: number, value: number): void {
		const run = this.unnoted(index, count);
		if (run !== null) run.fill(value);
		else for (let i = 0; i < count; i++) this.set(index + i, value);
	}

	/** Sets `count` cells from `index` on to `first`, `first + 1`, … */
	ramp(index: number, count: number, first: number): void {
		const run = this.unnoted(index, count);
		if (run !== null) for (let i = 0; i < count; i++) run[i] = first + i;
		else for (let i = 0; i < count; i++) this.set(index + i, first + i);
	}

	/** Adds `amount` to `count` cells from `index` on. */
	add(index: number, count: number, amount: number): void {
		const run = this.unnoted(index, count);
		if (run !== null) for (let i = 0; i < count; i++) run[i] = (run[i] ?? 0) + amount;
		else for (let i = 0; i < count; i++) this.set(index + i, this.get(index + i) + amount);
	}

	/** Sets `bits` in `count` cells from `index` on. */
	or(index: number, count: number, bits: number): void {
		const run = this.unnoted(index, count);
		if (run !== null) for (let i = 0; i < count; i++) run[i] = (run[i] ?? 0) | bits;
		else for (let i = 0; i < count; i++) this.set(index + i, this.get(index + i) | bits);
	}

	/** The cells themselves, where nobody keeps a journal and all lie in one chunk; null where each must be set by itself. */
	private unnoted(index: number, count: number): Words | null {
		const at = index & this.mask;
		if (this.journal !== null || at + count > this.mask + 1) return null;
		const number = index >>> this.chunkBits;
		return (this.chunks[number] ?? this.grow(number)).subarray(at, at + count);
	}

	snapshot(): ColumnSnapshot {
		return { chunks: this.chunks.map((chunk) => chunk?.slice()) };
	}

	load(snapshot: ColumnSnapshot): void {
		this.chunks = snapshot.chunks.map((chunk) => chunk?.slice());
	}

	/** Bytes held. */
	get bytes(): number {
		return this.chunks.reduce((sum, chunk) => sum + (chunk?.byteLength ?? 0), 0);
	}

	private grow(number: number): Words {
		const size = 1 << this.chunkBits;
		const chunk =
			this.width === "u8"
				? new Uint8Array(size)
				: this.width === "u16"
					? new Uint16Array(size)
					: this.width === "u32"
						? new Uint32Array(size)
						: new Int32Array(size);
		while (this.chunks.length <= number) this.chunks.push(undefined);
		this.chunks[number] = chunk;
		return chunk;
	}
}

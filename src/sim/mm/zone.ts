/** Free memory of one NUMA node: base pages and huge-page blocks. Source: mm/page_alloc.c, struct zone. */
import { Fifo } from "../../base/fifo.ts";
import type { Journal } from "../../base/journal.ts";

/** What the journal's reader sees of a move of the allocator: nothing that a person wants to be told. */
const ALLOCATOR = { kind: "allocator" };

export interface ZoneSnapshot {
	readonly nextBlock: number;
	readonly nextSmall: number;
	readonly smallEnd: number;
	readonly freeSmall: readonly number[];
	readonly freeBlocks: readonly number[];
}

export class Zone {
	journal: Journal | null = null;
	/** Next never-used block of a huge page's size. */
	private nextBlock: number;
	/** The rest of the block that base pages are taken from. */
	private nextSmall = 0;
	private smallEnd = 0;
	/** Freed frames and blocks, reused oldest first, so that a frame does not come back within the step that freed it. */
	private readonly freeSmall = new Fifo();
	private readonly freeBlocks = new Fifo();
	private readonly blockPages: number;

	constructor(firstBlock: number, blockPages: number) {
		this.nextBlock = firstBlock;
		this.blockPages = blockPages;
	}

	takeSmall(): number {
		const reused = this.takeFrom(this.freeSmall);
		if (reused !== undefined) return reused;
		if (this.nextSmall === this.smallEnd) {
			const start = this.bumpBlock();
			this.moveSmall(start, start + this.blockPages);
		}
		const pfn = this.nextSmall;
		this.moveSmall(pfn + 1, this.smallEnd);
		return pfn;
	}

	takeBlock(): number {
		return this.takeFrom(this.freeBlocks) ?? this.bumpBlock();
	}

	putSmall(pfn: number): void {
		this.putInto(this.freeSmall, pfn);
	}

	putBlock(head: number): void {
		this.putInto(this.freeBlocks, head);
	}

	private putInto(queue: Fifo, pfn: number): void {
		queue.put(pfn);
		this.journal?.noteAct(
			ALLOCATOR,
			() => queue.unput(),
			() => queue.put(pfn),
		);
	}

	private takeFrom(queue: Fifo): number | undefined {
		const pfn = queue.take();
		if (pfn === undefined) return undefined;
		if (this.journal === null) queue.compact();
		this.journal?.noteAct(
			ALLOCATOR,
			() => queue.untake(),
			() => queue.take(),
		);
		return pfn;
	}

	/** The first frame of a block that was never used before. */
	private bumpBlock(): number {
		const start = this.nextBlock++ * this.blockPages;
		this.journal?.noteAct(
			ALLOCATOR,
			() => this.nextBlock--,
			() => this.nextBlock++,
		);
		return start;
	}

	private moveSmall(next: number, end: number): void {
		if (this.journal !== null) {
			const before = { next: this.nextSmall, end: this.smallEnd };
			this.journal.noteAct(
				ALLOCATOR,
				() => this.place(before.next, before.end),
				() => this.place(next, end),
			);
		}
		this.place(next, end);
	}

	private place(next: number, end: number): void {
		this.nextSmall = next;
		this.smallEnd = end;
	}

	snapshot(): ZoneSnapshot {
		return {
			nextBlock: this.nextBlock,
			nextSmall: this.nextSmall,
			smallEnd: this.smallEnd,
			freeSmall: this.freeSmall.toArray(),
			freeBlocks: this.freeBlocks.toArray(),
		};
	}

	load(snapshot: ZoneSnapshot): void {
		this.nextBlock = snapshot.nextBlock;
		this.nextSmall = snapshot.nextSmall;
		this.smallEnd = snapshot.smallEnd;
		this.freeSmall.load(snapshot.freeSmall);
		this.freeBlocks.load(snapshot.freeBlocks);
	}
}

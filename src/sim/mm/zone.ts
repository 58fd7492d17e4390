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
	/** Freed frames, reused newest first: the list of the CPU, on whose head a page is put and from whose head the next is taken. */
	private freeSmall: number[] = [];
	/** Freed blocks, reused oldest first. */
	private readonly freeBlocks = new Fifo();
	private readonly blockPages: number;

	constructor(firstBlock: number, blockPages: number) {
		this.nextBlock = firstBlock;
		this.blockPages = blockPages;
	}

	// mm/page_alloc.c: rmqueue_pcplist()
	takeSmall(): number {
		const reused = this.freeSmall.pop();
		if (reused !== undefined) {
			this.journal?.noteAct(
				ALLOCATOR,
				() => this.freeSmall.push(reused),
				() => this.freeSmall.pop(),
			);
			return reused;
		}
		if (this.nextSmall === this.smallEnd) {
			const start = this.bumpBlock();
			this.moveSmall(start, start + this.blockPages);
		}
		const pfn = this.nextSmall;
		this.moveSmall(pfn + 1, this.smallEnd);
		return pfn;
	}

	takeBlock(): number {
		return this.takeFreeBlock() ?? this.bumpBlock();
	}

	// mm/page_alloc.c: free_unref_page_commit()
	putSmall(pfn: number): void {
		this.freeSmall.push(pfn);
		this.journal?.noteAct(
			ALLOCATOR,
			() => this.freeSmall.pop(),
			() => this.freeSmall.push(pfn),
		);
	}

	putBlock(head: number): void {
		this.freeBlocks.put(head);
		this.journal?.noteAct(
			ALLOCATOR,
			() => this.freeBlocks.unput(),
			() => this.freeBlocks.put(head),
		);
	}

	private takeFreeBlock(): number | undefined {
		const head = this.freeBlocks.take();
		if (head === undefined) return undefined;
		if (this.journal === null) this.freeBlocks.compact();
		this.journal?.noteAct(
			ALLOCATOR,
			() => this.freeBlocks.untake(),
			() => this.freeBlocks.take(),
		);
		return head;
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
			freeSmall: [...this.freeSmall],
			freeBlocks: this.freeBlocks.toArray(),
		};
	}

	load(snapshot: ZoneSnapshot): void {
		this.nextBlock = snapshot.nextBlock;
		this.nextSmall = snapshot.nextSmall;
		this.smallEnd = snapshot.smallEnd;
		this.freeSmall = [...snapshot.freeSmall];
		this.freeBlocks.load(snapshot.freeBlocks);
	}
}

/**
 * KVM's ways to know what a guest wrote, over guest pages. The machine of src/sim has no second-level page table, so this model answers
 * beside the machine as well as beside the columns. Source: arch/x86/kvm/mmu/, vmx/vmx.c vmx_flush_pml_buffer(), virt/kvm/dirty_ring.c.
 */
import type { Bits } from "../../base/bits.ts";
import type { BitsPool } from "../../base/bits_pool.ts";
import type { KernelRecord } from "../../sim/include/kernel_record.ts";
import { ColumnSubject } from "./columns/column_subject.ts";
import { splitsEagerly } from "./tracker.ts";
import type { Layout } from "./workload.ts";

/** Guest-physical addresses that a page-modification log has room for. */
export const PML_ENTRIES = 512;
/** Entries of a dirty ring (QEMU's documentation uses 4096), and what KVM keeps free of them: 64 and a full log. */
const RING_ENTRIES = 4096;
const RING_RESERVE = 64 + PML_ENTRIES;
/** struct kvm_dirty_gfn. */
const GFN_BYTES = 16;
const LOG_BYTES = 4096;

export type KvmMode = "wp" | "pml" | "ring";

export class Kvm extends ColumnSubject {
	private readonly mode: KvmMode;
	/** Pages whose next write leaves the guest: write-protected, or below a huge entry that may not be written. */
	private readonly protectedPages: Bits;
	/** Without protection: pages whose dirty bit is set. With it: pages in the bitmap. */
	private readonly dirty: Bits;
	/** What the ring gave away in this interval. */
	private readonly harvested: Bits;
	/** Pages in the log, and in the ring. */
	private readonly log = new Uint32Array(PML_ENTRIES);
	private inLog = 0;
	private readonly ring = new Uint32Array(RING_ENTRIES);
	private inRing = 0;

	constructor(kernel: KernelRecord, layout: Layout, pool: BitsPool, mode: KvmMode) {
		super(kernel, layout, pool);
		this.mode = mode;
		this.protectedPages = pool.take();
		this.dirty = pool.take();
		this.harvested = mode === "ring" ? pool.take() : this.dirty;
	}

	protected start(first: boolean): void {
		const { mem, mode } = this;
		const bitmap = 2 * Math.ceil(mem.layout.pages / 8);
		const log = mode === "wp" ? 0 : LOG_BYTES;
		mem.counts.extra = log + (mode === "ring" ? RING_ENTRIES * GFN_BYTES : bitmap);
		if (!first) {
			if (mode === "ring") this.harvested.clear();
			return;
		}
		// KVM_SET_USER_MEMORY_REGION with KVM_MEM_LOG_DIRTY_PAGES.
		mem.counts.syscalls++;
		mem.counts.flushes++;
		mem.counts.visited += mem.entries();
		if (splitsEagerly(mem.kernel)) for (let b = 0; b < mem.layout.hugeBlocks; b++) mem.split(b << 9);
		const end = mode === "wp" ? mem.layout.populated : mem.hugeBlocks << 9;
		this.protectedPages.addRange(0, end);
	}

	protected store(page: number): void {
		const { mem } = this;
		if (this.protectedPages.has(page)) {
			// An EPT violation. A huge entry gives way to entries of 4 KiB, which are made one by one.
			mem.counts.exits++;
			this.drain();
			if (mem.isHuge(page)) mem.split(page);
			this.protectedPages.delete(page);
			this.mark(page);
		} else if (this.mode !== "wp" && !this.dirty.has(page)) {
			if (this.inLog === PML_ENTRIES) {
				mem.counts.exits++;
				this.drain();
			}
			this.dirty.add(page);
			this.log[this.inLog++] = page;
		}
	}

	/** Backed anew after a drop: the missing fault, an exit that happens anyway, maps the page for writing and marks it. */
	protected filled(page: number): void {
		this.drain();
		this.protectedPages.delete(page);
		this.mark(page);
	}

	protected emptied(page: number): void {
		this.protectedPages.delete(page);
	}

	private mark(page: number): void {
		if (this.dirty.has(page)) return;
		this.dirty.add(page);
		if (this.mode !== "ring") return;
		this.ring[this.inRing++] = page;
		this.leaveIfFull();
	}

	/** Empties the log into the bitmap or the ring, as any exit does. */
	private drain(): void {
		this.mem.counts.visited += this.inLog;
		if (this.mode === "ring") {
			this.ring.set(this.log.subarray(0, this.inLog), this.inRing);
			this.inRing += this.inLog;
		}
		this.inLog = 0;
		this.leaveIfFull();
	}

	private leaveIfFull(): void {
		if (this.inRing < RING_ENTRIES - RING_RESERVE) return;
		// KVM_EXIT_DIRTY_RING_FULL: the virtual CPU does not run again before user space has read the ring.
		this.mem.counts.held++;
		this.harvest();
	}

	/** User space reads the ring; KVM_RESET_DIRTY_RINGS clears the dirty bits of what was in it. */
	private harvest(): void {
		const { counts } = this.mem;
		counts.syscalls++;
		counts.flushes++;
		counts.reportBytes += this.inRing * GFN_BYTES;
		counts.visited += this.inRing;
		for (const page of this.ring.subarray(0, this.inRing)) {
			this.harvested.add(page);
			this.dirty.delete(page);
		}
		this.inRing = 0;
	}

	override secondScan(): void {
		// Another reader of the same log: what it is given, the first one never sees.
		this.kick();
		this.reprotect();
		this.inRing = 0;
		this.dirty.clear();
	}

	collect(reported: Bits): void {
		const { mem } = this;
		this.kick();
		if (this.mode === "ring") {
			this.harvest();
			reported.copyFrom(this.harvested);
		} else {
			const pages = this.dirty.count();
			mem.counts.syscalls++;
			mem.counts.visited += pages;
			mem.counts.reportBytes += Math.ceil(mem.layout.pages / 8);
			if (pages > 0) mem.counts.flushes++;
			reported.copyFrom(this.dirty);
			this.reprotect();
			this.dirty.clear();
		}
	}

	/** Makes the guest exit once, so that what is still in the log comes out. */
	private kick(): void {
		if (this.mode === "wp") return;
		this.mem.counts.exits++;
		this.drain();
	}

	private reprotect(): void {
		if (this.mode !== "wp") return;
		this.protectedPages.addAll(this.dirty);
		this.protectedPages.keepOnly(this.mem.present);
	}
}

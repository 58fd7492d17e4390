/** The trackers that the lab compares, and what does not need counting to be said of them. */
import type { KernelRecord } from "../../sim/include/kernel_record.ts";

export const TRACKERS = [
	"none",
	"soft-dirty",
	"uffd-sync",
	"uffd-sync-huge",
	"uffd-async",
	"mprotect",
	"fork",
	"kvm-wp",
	"kvm-pml",
	"kvm-ring",
	"qemu",
] as const;
export type TrackerId = (typeof TRACKERS)[number];

export interface TrackerTraits {
	readonly name: string;
	/** How it finds out, in a sentence. */
	readonly how: string;
	/** What one report stands for. */
	readonly granularity: string;
	/** Whether it can make a writer wait. */
	readonly blocks: boolean;
	/** Whether a second one of its kind can run beside it, and what happens. */
	readonly second: string;
	/** Whether its counts come from the simulated page tables, or from a model of the hypervisor alone. */
	readonly drivenBy: "page tables" | "model";
}

export const TRAITS: Readonly<Record<TrackerId, TrackerTraits>> = {
	none: {
		name: "no tracker",
		how: "The same program, watched by nobody: what its writes and drops cost anyway.",
		granularity: "nothing reported",
		blocks: false,
		second: "—",
		drivenBy: "page tables",
	},
	"soft-dirty": {
		name: "soft-dirty",
		how: "clear_refs takes write and soft-dirty from every entry; the first write to each faults and sets soft-dirty; pagemap is read for every page.",
		granularity: "what one entry maps: 4 KiB or 2 MiB, by chance",
		blocks: false,
		second: "No: each clears the other's bits, and both miss writes.",
		drivenBy: "page tables",
	},
	"uffd-sync": {
		name: "userfaultfd-wp, asked, 4 KiB",
		how: "The first write to a protected page sends a message and waits; the reader notes the page, unprotects it and wakes the writer.",
		granularity: "4 KiB, chosen by the reader (huge pages are split)",
		blocks: true,
		second: "No: the second registration gets EBUSY. Soft-dirty beside it is no problem.",
		drivenBy: "page tables",
	},
	"uffd-sync-huge": {
		name: "userfaultfd-wp, asked, 2 MiB",
		how: "The same, but the reader unprotects the whole aligned 2 MiB, so that huge pages stay huge.",
		granularity: "2 MiB, chosen by the reader",
		blocks: true,
		second: "No: the second registration gets EBUSY. Soft-dirty beside it is no problem.",
		drivenBy: "page tables",
	},
	"uffd-async": {
		name: "userfaultfd-wp, asynchronous",
		how: "A write fault takes uffd-wp away and goes on; PAGEMAP_SCAN lists the entries without it and protects them again in the same go.",
		granularity: "4 KiB (huge pages are split by the first write)",
		blocks: false,
		second: "No: a second userfaultfd gets EBUSY, and a second PAGEMAP_SCAN that protects again takes the first one's reports.",
		drivenBy: "page tables",
	},
	mprotect: {
		name: "mprotect + SIGSEGV",
		how: "All memory is made read-only; the handler of the signal notes the page and makes it writable by a call of its own.",
		granularity: "4 KiB, chosen by the handler (huge pages are split, and so are VMAs)",
		blocks: true,
		second: "No: there is one handler of SIGSEGV, and one protection of a page.",
		drivenBy: "page tables",
	},
	fork: {
		name: "fork snapshot",
		how: "A child keeps the memory as it was; each first write of the parent copies. It tells nothing about what changed: everything is saved.",
		granularity: "no report: all of the memory",
		blocks: false,
		second: "Yes: every child holds a snapshot of its own.",
		drivenBy: "page tables",
	},
	"kvm-wp": {
		name: "KVM dirty log, write protection",
		how: "KVM protects the entries of its second-level page table; each first write exits and sets a bit; KVM_GET_DIRTY_LOG copies the bitmap.",
		granularity: "4 KiB of guest memory",
		blocks: false,
		second: "No: KVM_GET_DIRTY_LOG clears what it hands out.",
		drivenBy: "model",
	},
	"kvm-pml": {
		name: "KVM with PML, bitmap",
		how: "The processor logs each page whose dirty bit it sets, 512 to a buffer; KVM drains it into the bitmap when it is full, and when asked.",
		granularity: "4 KiB of guest memory",
		blocks: false,
		second: "No: KVM_GET_DIRTY_LOG clears what it hands out.",
		drivenBy: "model",
	},
	"kvm-ring": {
		name: "KVM with PML, dirty ring",
		how: "The same log, drained into a ring that user space reads; a virtual CPU whose ring is nearly full leaves the guest until it was read.",
		granularity: "4 KiB of guest memory",
		blocks: true,
		second: "No: there is one ring for each virtual CPU.",
		drivenBy: "model",
	},
	qemu: {
		name: "QEMU's own bitmap",
		how: "Every write that QEMU emulates sets the page's bit, set already or not. Shown as if all writes were emulated (TCG).",
		granularity: "4 KiB of guest memory",
		blocks: false,
		second: "Yes: each client (migration, display, code) has a bitmap of its own.",
		drivenBy: "model",
	},
};

/** Why the tracker does not exist on this kernel; null when it does. */
export function unavailable(tracker: TrackerId, kernel: KernelRecord): string | null {
	switch (tracker) {
		case "uffd-sync":
		case "uffd-sync-huge":
			return kernel.uffdFeatures.includes("wp") ? null : "userfaultfd write-protect came with 5.7";
		case "uffd-async":
			return kernel.pagemapScan && kernel.uffdFeatures.includes("wp_async") ? null : "WP_ASYNC and PAGEMAP_SCAN came with 6.7";
		case "kvm-ring":
			return hasDirtyRing(kernel) ? null : "KVM's dirty ring came with 5.11";
		case "none":
		case "soft-dirty":
		case "mprotect":
		case "fork":
		case "kvm-wp":
		case "kvm-pml":
		case "qemu":
			return null;
	}
}

// KVM's own history is no field of the memory model's record; the month of release tells it.
/** virt/kvm/dirty_ring.c came in February 2021 (fb04a1eddb1a, 5.11). */
function hasDirtyRing(kernel: KernelRecord): boolean {
	return kernel.released >= "2021-02";
}

/** Huge entries are split when logging begins, not by the first write (a3fe5dbda0a4, 5.17 of March 2022). */
export function splitsEagerly(kernel: KernelRecord): boolean {
	return kernel.released >= "2022-03";
}

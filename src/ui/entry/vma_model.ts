/** The VMA around a page, spelled out. Names as in include/linux/mm.h, letters as in /proc/PID/smaps. */
import { addressWords } from "../../layout/place.ts";
import type { VmaFlag } from "../../sim/include/observation.ts";
import { addressOf } from "./address.ts";
import type { PageReading } from "./page_reading.ts";

export interface VmaFlagRow {
	readonly letters: VmaFlag;
	/** `VM_SOFTDIRTY`. */
	readonly symbol: string;
	readonly meaning: string;
	/** What this step did to it. */
	readonly change: "set" | "cleared" | null;
}

export interface VmaFacts {
	/** `heap+0x0`, and the first address behind the VMA. */
	readonly from: string;
	readonly to: string;
	/** `0x100000000000–0x100000400000`. */
	readonly addresses: string;
	readonly pages: number;
	/** `rw-p`-style letters of /proc/PID/maps without the last: `rw-`. */
	readonly prot: string;
	readonly protWords: string;
	readonly wasProt: string | null;
	readonly shared: boolean;
	/** Flags that it has, and those that it lost in this step. */
	readonly flags: readonly VmaFlagRow[];
}

const FLAGS: Readonly<Record<VmaFlag, Pick<VmaFlagRow, "symbol" | "meaning">>> = {
	sd: {
		symbol: "VM_SOFTDIRTY",
		meaning: "New since the last clear_refs: pagemap reports every page of it as soft-dirty, whatever the entries say.",
	},
	hg: { symbol: "VM_HUGEPAGE", meaning: "madvise(MADV_HUGEPAGE): faults may bring huge pages." },
	nh: { symbol: "VM_NOHUGEPAGE", meaning: "madvise(MADV_NOHUGEPAGE): faults bring small pages only." },
	mg: { symbol: "VM_MERGEABLE", meaning: "madvise(MADV_MERGEABLE): KSM may merge pages of equal content." },
	um: { symbol: "VM_UFFD_MISSING", meaning: "userfaultfd is told of the first access to every missing page." },
	uw: {
		symbol: "VM_UFFD_WP",
		meaning: "userfaultfd is told of writes to entries with the uffd-wp bit; registering alone protects nothing.",
	},
	ui: { symbol: "VM_UFFD_MINOR", meaning: "userfaultfd is told of accesses to pages that are in the page cache but not mapped." },
	sh: { symbol: "VM_SHARED", meaning: "Writes go to the shared object (memfd); no copy-on-write." },
};

export function vmaOf(now: PageReading, before: PageReading | null): VmaFacts | null {
	const { vma, region } = now;
	if (vma === null) return null;
	const old = before?.vma ?? null;
	const row = (letters: VmaFlag, change: VmaFlagRow["change"]): VmaFlagRow => ({ letters, ...FLAGS[letters], change });
	const kept = vma.flags.map((flag) => row(flag, old !== null && !old.flags.includes(flag) ? "set" : null));
	const lost = old === null ? [] : old.flags.filter((flag) => !vma.flags.includes(flag)).map((flag) => row(flag, "cleared"));
	const start = region.start + vma.at;
	return {
		from: addressWords(region.name, vma.at),
		to: addressWords(region.name, vma.at + vma.n),
		addresses: `${addressOf(start)}–${addressOf(start + vma.n)}`,
		pages: vma.n,
		prot: vma.prot,
		protWords: protWords(vma.prot),
		wasProt: old === null || old.prot === vma.prot ? null : old.prot,
		shared: vma.flags.includes("sh"),
		flags: [...kept, ...lost],
	};
}

function protWords(prot: string): string {
	const words = [prot.includes("r") && "read", prot.includes("w") && "write", prot.includes("x") && "execute"].filter(
		(word) => word !== false,
	);
	return words.length === 0 ? "no access (PROT_NONE)" : words.join(", ");
}

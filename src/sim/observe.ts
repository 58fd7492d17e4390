/** Reads the machine as an observer with a page-table walker would: run by run. Never part of a transition. */
import { present } from "./arch/pgtable.ts";
import {
	_PAGE_PSE,
	ENTRY_MARKER,
	ENTRY_MIGRATION,
	ENTRY_SWAP,
	ENTRY_TABLE,
	migrationOffset,
	notPresentBits,
	notPresentType,
	presentBits,
} from "./arch/x86_64.ts";
import { pagemapBits } from "./fs/proc/pagemap.ts";
import { entryIndex, PGD_LEVEL, PMD_LEVEL } from "./include/geometry.ts";
import type { Level, Observation, ProcessView, RegionView, Run, VmaView } from "./include/observation.ts";
import { isRunning, type Process, type Region } from "./kernel/process.ts";
import type { Machine } from "./machine_state.ts";
import { rawMapcount } from "./mm/rmap.ts";
import { printProt, smapsFlags, type Vma } from "./mm/vma.ts";

/** Everything that is visible from outside, at this moment. Frames are page frame numbers. */
export function observe(m: Machine): Observation {
	const live = m.processes.filter(isRunning);
	return { processes: live.map((process) => observeProcess(m, process)).sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

function observeProcess(m: Machine, process: Process): ProcessView {
	return { id: process.id, blocked: false, regions: process.regions.map((region) => observeRegion(m, process, region)) };
}

/** One page, as the only one of a region that begins there. */
export function observePage(m: Machine, process: Process, vpn: number): RegionView {
	return observeRegion(m, process, { name: "", start: vpn, pages: 1 });
}

function observeRegion(m: Machine, process: Process, region: Region): RegionView {
	const end = region.start + region.pages;
	const vmas = process.vmas.filter((vma) => vma.end > region.start && vma.start < end);
	return {
		name: region.name,
		start: region.start,
		pages: region.pages,
		vmas: vmas.map((vma) => viewVma(vma, region)),
		runs: observeRuns(m, process, region, vmas),
	};
}

function viewVma(vma: Vma, region: Region): VmaView {
	// A VMA may have grown past the region's start by merging; what stands before it belongs to the neighbour.
	const at = Math.max(vma.start, region.start) - region.start;
	return { at, n: vma.end - vma.start, prot: printProt(vma), flags: smapsFlags(vma) };
}

type Draft = { -readonly [K in keyof Run]: Run[K] };

function observeRuns(m: Machine, process: Process, region: Region, vmas: readonly Vma[]): Run[] {
	const { tables, geometry, frames } = m;
	const { layout } = m.kernel;
	const runs: Run[] = [];
	let last: Draft | null = null;
	let lastFlags = -1;
	let vmaAt = 0;
	let level = PGD_LEVEL;
	let entry = -1;
	for (let at = 0; at < region.pages; at++) {
		const vpn = region.start + at;
		const below = vpn & (geometry.entries - 1);
		if (at === 0 || below === 0) {
			level = PGD_LEVEL;
			entry = tables.first(process.pgd) + entryIndex(geometry, level, vpn);
			while (level > 0 && (tables.flags.get(entry) & ENTRY_TABLE) !== 0) {
				level--;
				entry = tables.first(tables.target.get(entry)) + entryIndex(geometry, level, vpn);
			}
		} else if (level === 0) entry++;
		while ((vmas[vmaAt]?.end ?? Number.POSITIVE_INFINITY) <= vpn) vmaAt++;
		const candidate = vmas[vmaAt];
		const vma = candidate !== undefined && candidate.start <= vpn ? candidate : undefined;

		const flags = tables.flags.get(entry);
		// An invalidated PMD (PSE without P, in the middle of a split) still names its folio.
		const mapped = present(flags) || (level === PMD_LEVEL && (flags & _PAGE_PSE) !== 0);
		const pfn = mapped ? tables.target.get(entry) + (level === PMD_LEVEL ? below : 0) : -1;
		const zero = mapped && frames.isZero(pfn);
		// What swp_offset() of a migration entry says, for this page.
		const moving =
			(flags & ENTRY_MIGRATION) !== 0 ? migrationOffset(flags, tables.target.get(entry)) + (level === PMD_LEVEL ? below : 0) : undefined;
		const pagemap = pagemapBits(m, vma, flags, moving === undefined ? pfn : tables.target.get(entry), level === PMD_LEVEL);
		const page = mapped && !zero ? frames.pageFlags(pfn) : undefined;
		const mapcount = mapped && !zero && level === 0 ? rawMapcount(m, pfn) : undefined;
		const slot = (flags & ENTRY_SWAP) !== 0 ? tables.target.get(entry) : undefined;
		const marker = (flags & ENTRY_MARKER) !== 0 ? tables.target.get(entry) : undefined;
		const special = (flags & ENTRY_MIGRATION) !== 0 ? notPresentType(layout, flags) : undefined;
		const frame = zero ? ("zero" as const) : mapped ? pfn : undefined;
		if (
			last !== null &&
			last.level === level &&
			lastFlags === flags &&
			last.pagemap === pagemap &&
			last.page === page &&
			last.mapcount === mapcount &&
			last.marker === marker &&
			slot === (last.slot === undefined ? undefined : last.slot + (at - last.at)) &&
			moving === (last.moving === undefined ? undefined : last.moving + (at - last.at)) &&
			follows(last, frame, at - last.at) &&
			!(level === PMD_LEVEL && below === 0)
		) {
			last.n++;
			continue;
		}
		lastFlags = flags;
		last = {
			at,
			n: 1,
			level: level as Level,
			entry: flags === 0 ? 0n : mapped ? presentBits(flags) : notPresentBits(layout, flags),
			pagemap,
			...(frame === undefined ? {} : { frame }),
			...(slot === undefined ? {} : { slot }),
			...(marker === undefined ? {} : { marker }),
			...(special === undefined ? {} : { special }),
			...(moving === undefined ? {} : { moving }),
			...(page === undefined ? {} : { page }),
			...(mapcount === undefined ? {} : { mapcount }),
		};
		runs.push(last);
	}
	return runs;
}

/** Whether `frame` is what page `distance` of the run would map; the second page decides whether all share one frame. */
function follows(run: Draft, frame: Run["frame"], distance: number): boolean {
	const first = run.frame;
	if (first === undefined || frame === undefined || first === "zero" || frame === "zero") return first === frame;
	if (run.shared === true) return frame === first;
	if (frame === first + distance) return true;
	if (frame === first && distance === 1 && run.n === 1) {
		run.shared = true;
		return true;
	}
	return false;
}

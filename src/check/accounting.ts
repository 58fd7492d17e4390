/** Counts that must agree with the entries: maps, references, swap slots, exclusive marks. True between steps. */
import { present } from "../sim/arch/pgtable.ts";
import { _PAGE_RW, ENTRY_SWAP, SWP_EXCLUSIVE } from "../sim/arch/x86_64.ts";
import { PG_ANON, PG_EXCLUSIVE, PG_SWAPCACHE } from "../sim/include/observation.ts";
import type { Machine } from "../sim/machine_state.ts";
import { migrationOf, miscountOf } from "../sim/mm/migration.ts";
import { fileReferences } from "../sim/mm/shmem.ts";
import { type Leaf, leavesOf, nameLeaf } from "./leaves.ts";

interface Counts {
	/** By frame: PTEs that map it. */
	readonly ptes: Map<number, number>;
	/** By head: PMDs that map the folio. */
	readonly pmds: Map<number, number>;
	/** By slot: swap entries that name it. */
	readonly slots: Map<number, number>;
}

/** Broken counts, one sentence each. */
export function accountingViolations(m: Machine): string[] {
	const leaves = leavesOf(m);
	const counts = countLeaves(m, leaves);
	return [
		...mapViolations(m, counts),
		...slotViolations(m, leaves, counts),
		...exclusiveViolations(m, leaves, counts),
		...movingViolations(m, leaves),
	];
}

function countLeaves(m: Machine, leaves: readonly Leaf[]): Counts {
	const counts: Counts = { ptes: new Map(), pmds: new Map(), slots: new Map() };
	const bump = (map: Map<number, number>, key: number) => map.set(key, (map.get(key) ?? 0) + 1);
	for (const { flags, level, target } of leaves) {
		if ((flags & ENTRY_SWAP) !== 0) bump(counts.slots, target);
		else if (present(flags) && !m.frames.isZero(target)) bump(level === 0 ? counts.ptes : counts.pmds, target);
	}
	return counts;
}

/** Every frame that was ever given out, node by node. */
function* frames(m: Machine): Generator<number> {
	const { entries } = m.geometry;
	// Two blocks stand before all: nobody's, and the huge zero page.
	let start = entries * 2;
	for (const [node, { nextBlock }] of m.frames.snapshot().zones.entries()) {
		const end = nextBlock * entries;
		for (let step = end; m.frames.node(start) !== node; ) {
			step = Math.ceil(step / 2);
			if (start + step < end && m.frames.node(start + step - 1) !== node) start += step;
			else if (step === 1) start++;
		}
		for (let pfn = start; pfn < end; pfn++) yield pfn;
	}
}

function mapViolations(m: Machine, { ptes, pmds }: Counts): string[] {
	const broken: string[] = [];
	const expected = new Map<number, number>();
	const add = (pfn: number, n: number) => expected.set(m.frames.head(pfn), (expected.get(m.frames.head(pfn)) ?? 0) + n);
	for (const [pfn, n] of ptes) add(pfn, n);
	for (const [pfn, n] of pmds) add(pfn, n);
	for (const pfn of frames(m)) {
		// What a kernel counted wrong (mm/migration.ts) stays wrong.
		const wrong = miscountOf(m, m.frames.head(pfn));
		if (m.frames.mapcount.get(pfn) !== (ptes.get(pfn) ?? 0) + wrong.maps)
			broken.push(`frame ${pfn}: mapcount ${m.frames.mapcount.get(pfn)}, PTEs ${ptes.get(pfn) ?? 0}`);
		const whole = (pmds.get(pfn) ?? 0) - (m.frames.head(pfn) === pfn ? wrong.maps : 0);
		if (m.frames.entireMapcount.get(pfn) !== whole)
			broken.push(`folio ${pfn}: entire mapcount ${m.frames.entireMapcount.get(pfn)}, PMDs ${pmds.get(pfn) ?? 0}`);
		if (m.frames.head(pfn) !== pfn) continue;
		const cached = (m.frames.flags.get(pfn) & PG_SWAPCACHE) !== 0 ? m.frames.folioPages(pfn) : 0;
		const file = fileReferences(m, pfn);
		// Migration entries hold none: the folio is its migrator's, and so is the one that will take its place.
		const moving = m.migrations.filter(({ head, target }) => head === pfn || target === pfn).length;
		const refs = (expected.get(pfn) ?? 0) + cached + file + moving + wrong.refs;
		if (m.frames.refs.get(pfn) !== refs)
			broken.push(
				`folio ${pfn}: ${m.frames.refs.get(pfn)} references, ${expected.get(pfn) ?? 0} mapped + ${cached} swap cache + ${file} file + ${moving} moving + ${wrong.refs} leaked`,
			);
	}
	return broken;
}

function slotViolations(m: Machine, leaves: readonly Leaf[], { slots }: Counts): string[] {
	const broken: string[] = [];
	for (const [slot, n] of slots) {
		if (m.swap.count.get(slot) !== n) broken.push(`slot ${slot}: count ${m.swap.count.get(slot)}, entries ${n}`);
		const cached = m.swap.cachedPage(slot);
		if (cached !== null && m.swap.slotOfPage(cached) !== slot) broken.push(`slot ${slot}: its cached page ${cached} does not lead back`);
	}
	for (const leaf of leaves) {
		if ((leaf.flags & ENTRY_SWAP) !== 0 && (leaf.flags & SWP_EXCLUSIVE) !== 0 && slots.get(leaf.target) !== 1)
			broken.push(`I6: an exclusive swap entry is not alone: ${nameLeaf(leaf)}`);
	}
	return broken;
}

function exclusiveViolations(m: Machine, leaves: readonly Leaf[], { ptes, pmds }: Counts): string[] {
	if (!m.kernel.anonExclusive) return [];
	const broken: string[] = [];
	for (const leaf of leaves) {
		const { flags, level, target } = leaf;
		if (!present(flags) || m.frames.isZero(target)) continue;
		const page = m.frames.pageFlags(target);
		if ((page & PG_ANON) === 0) continue;
		const exclusive = (page & PG_EXCLUSIVE) !== 0;
		const maps = (ptes.get(target) ?? 0) + (pmds.get(m.frames.head(target)) ?? 0);
		if (exclusive && maps > 1) broken.push(`I6: an exclusive page is mapped ${maps} times: ${nameLeaf(leaf)}`);
		if ((flags & _PAGE_RW) !== 0 && !exclusive) broken.push(`I6: writable, not exclusive: ${nameLeaf(leaf)} (level ${level})`);
	}
	return broken;
}

/** Nobody reaches a folio on its way, nor the one that will take its place; and who waits for one waits for one that is. */
function movingViolations(m: Machine, leaves: readonly Leaf[]): string[] {
	const broken: string[] = [];
	for (const leaf of leaves) {
		if (!present(leaf.flags) || m.frames.isZero(leaf.target)) continue;
		if (migrationOf(m, leaf.target) !== undefined) broken.push(`a page on its way is mapped: ${nameLeaf(leaf)}`);
		if (m.migrations.some(({ target }) => target === m.frames.head(leaf.target)))
			broken.push(`a page is mapped before it is filled: ${nameLeaf(leaf)}`);
	}
	for (const { id, blocked } of m.processes) {
		const waits = blocked !== null && (blocked.on === "entry" || blocked.on === "lock");
		if (waits && migrationOf(m, blocked.folio) === undefined) broken.push(`${id} waits for folio ${blocked.folio}, which nobody moves`);
	}
	return broken;
}

/** Reads the journal as people want to see it: entries as raw words, VMAs as lines, folio flags. */
import type { Journal } from "../base/journal.ts";
import { ENTRY_TABLE, encodeEntry } from "./arch/x86_64.ts";
import { entrySpan } from "./include/geometry.ts";
import type { Level } from "./include/observation.ts";
import type { Change } from "./include/transition.ts";
import type { Process } from "./kernel/process.ts";
import type { Machine } from "./machine_state.ts";
import { printVma, type Vma } from "./mm/vma.ts";

const MOST_CHANGES = 64;

interface Before {
	flags?: number;
	target?: number;
}

/** The changes from journal position `start` to its end, which must be the machine's present state. Bookkeeping is left out. */
export function describeChanges(m: Machine, journal: Journal, start: number): { changes: readonly Change[]; count: number } {
	const entries = new Map<number, Before>();
	const folios = new Map<number, number>();
	const changes: Change[] = [];
	let count = 0;
	for (let i = start; i < journal.entries.length; i++) {
		const entry = journal.entries[i];
		if (entry === undefined) continue;
		if (entry.column === m.tables.flags) noteFirst(entries, entry.index, "flags", entry.before);
		else if (entry.column === m.tables.target) noteFirst(entries, entry.index, "target", entry.before);
		else if (entry.column === m.frames.flags && !folios.has(entry.index)) folios.set(entry.index, entry.before);
		else if (entry.column === null) {
			const lines = describeAct(entry.what);
			count += lines.length;
			changes.push(...lines);
		}
	}
	for (const [index, before] of entries) {
		const change = entryChange(m, index, before);
		if (change === null) continue;
		count++;
		if (changes.length < MOST_CHANGES) changes.push(change);
	}
	for (const [frame, before] of folios) {
		const after = m.frames.flags.get(frame);
		if (after === before) continue;
		count++;
		if (changes.length < MOST_CHANGES) changes.push({ kind: "folio", frame, what: "flags", before, after });
	}
	return { changes, count };
}

function noteFirst(entries: Map<number, Before>, index: number, key: keyof Before, value: number): void {
	const before = entries.get(index) ?? {};
	before[key] ??= value;
	entries.set(index, before);
}

function entryChange(m: Machine, index: number, before: Before): Change | null {
	const { tables } = m;
	const flags = tables.flags.get(index);
	const target = tables.target.get(index);
	const first = { flags: before.flags ?? flags, target: before.target ?? target };
	if (first.flags === flags && first.target === target) return null;
	const table = tables.tableOf(index);
	const info = tables.infoOrNull(table);
	if (info === null) return null;
	return {
		kind: "entry",
		process: m.owner(info.owner).id,
		page: info.base + (index - tables.first(table)) * entrySpan(m.geometry, info.level),
		level: info.level as Level,
		before: word(m, first.flags, first.target),
		after: word(m, flags, target),
	};
}

/** A pointer to a table is shown as the hardware's _PAGE_TABLE bits over the table's number. */
function word(m: Machine, flags: number, target: number): bigint {
	const TABLE_BITS = 0x67n;
	return (flags & ENTRY_TABLE) !== 0 ? (BigInt(target) << 12n) | TABLE_BITS : encodeEntry(m.kernel.layout, flags, target);
}

function describeAct(what: unknown): Change[] {
	if (isStaleWrite(what)) return [{ kind: "tlb", cpu: what.cpu, page: what.page, before: "writable, dirty", after: "written through" }];
	if (!isVmaChange(what)) return [];
	const gone = what.before.filter((vma) => !what.after.includes(vma));
	const come = what.after.filter((vma) => !what.before.includes(vma));
	return come
		.map((vma): Change => {
			const old = gone.find((other) => other.start < vma.end && other.end > vma.start);
			return {
				kind: "vma",
				process: what.process.id,
				page: vma.start,
				n: vma.end - vma.start,
				before: old === undefined ? "none" : printVma(old),
				after: printVma(vma),
			};
		})
		.concat(
			gone
				.filter((old) => !come.some((vma) => vma.start < old.end && vma.end > old.start))
				.map(
					(old): Change => ({
						kind: "vma",
						process: what.process.id,
						page: old.start,
						n: old.end - old.start,
						before: printVma(old),
						after: "none",
					}),
				),
		)
		.filter((change) => change.kind !== "vma" || change.before !== change.after || change.before === "none" || gone.length !== come.length);
}

interface VmaChange {
	readonly kind: "vmas";
	readonly process: Process;
	readonly before: readonly Vma[];
	readonly after: readonly Vma[];
}

function isVmaChange(what: unknown): what is VmaChange {
	return typeof what === "object" && what !== null && "kind" in what && what.kind === "vmas";
}

/** A write that only the TLB saw. */
interface StaleWrite {
	readonly kind: "stale_write";
	readonly cpu: number;
	readonly page: number;
}

function isStaleWrite(what: unknown): what is StaleWrite {
	return typeof what === "object" && what !== null && "kind" in what && what.kind === "stale_write";
}

/**
 * What each operation does to each bit, found by doing it: an entry is brought into a form with the bit set (and, elsewhere, clear), the
 * operation is carried out at full geometry, and the bit is read again.
 */
import { dirty, present } from "../sim/arch/pgtable.ts";
import {
	_PAGE_ACCESSED,
	_PAGE_RW,
	_PAGE_SOFT_DIRTY,
	ENTRY_MARKER,
	ENTRY_MIGRATION,
	ENTRY_SWAP,
	MIGRATION_DIRTY,
	MIGRATION_READ_EXCLUSIVE,
	MIGRATION_WRITE,
	MIGRATION_YOUNG,
	SWP_EXCLUSIVE,
	SWP_SOFT_DIRTY,
} from "../sim/arch/x86_64.ts";
import { PMD_LEVEL, PTE_LEVEL } from "../sim/include/geometry.ts";
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import { PG_DIRTY, PG_EXCLUSIVE } from "../sim/include/observation.ts";
import type { Step } from "../sim/include/operation.ts";
import { boot, step, stepTraced } from "../sim/machine.ts";
import type { Machine } from "../sim/machine_state.ts";
import { entryAt } from "../sim/mm/walk.ts";
import { armed } from "./entry_invariants.ts";
import { FORMS, type Form, MATRIX_ROWS, type MatrixRow, PAGE, setupsOf } from "./matrix_rows.ts";

export const BITS = ["soft-dirty", "uffd-wp", "dirty", "write", "accessed", "exclusive"] as const;
export type Bit = (typeof BITS)[number];

/**
 * kept: set before and after; moved: set in another place now (another kind of entry, or struct page); cleared: taken away, as the
 * operation is meant to; lost: gone although nobody asked; set: clear before, set after; gone: no entry is left that could have it; none: it was
 * never set in this form on this kernel, and is not now.
 */
export type Fate = "kept" | "moved" | "cleared" | "lost" | "set" | "gone" | "none";

export interface Cell {
	readonly bit: Bit;
	/** Of a bit that was set. */
	readonly fate: Fate;
	/** A bit that was clear is set afterwards. */
	readonly alsoSet: boolean;
	/** Steps that show it, the operation last; empty where there is nothing to show. */
	readonly steps: readonly Step[];
}

export interface MatrixLine {
	readonly operation: string;
	readonly about: string;
	readonly form: Form;
	readonly cells: readonly Cell[];
}

/** Every operation on every form that it can meet. Costs some hundred short runs of the machine. */
export function preservationMatrix(kernel: KernelRecord): MatrixLine[] {
	return MATRIX_ROWS.flatMap((row) => FORMS.flatMap((form) => line(kernel, row, form) ?? []));
}

interface Trial {
	readonly steps: readonly Step[];
	readonly before: Entry;
	readonly after: Entry;
}

function line(kernel: KernelRecord, row: MatrixRow, form: Form): MatrixLine | null {
	const trials = setupsOf(form).flatMap((setup) => attempt(kernel, [...setup, ...row.before], row) ?? []);
	const fitting = trials.filter(({ before }) => before.form === form);
	if (fitting.length === 0) return null;
	return { operation: row.name, about: row.about, form, cells: BITS.map((bit) => cell(fitting, row, bit)) };
}

function cell(trials: readonly Trial[], row: MatrixRow, bit: Bit): Cell {
	const was = trials.filter(({ before }) => before.bits.has(bit));
	const risen = trials.find(({ before, after }) => !before.bits.has(bit) && after.bits.has(bit));
	const [worst] = was
		.map((trial) => ({ trial, fate: fateOf(trial, row, bit) }))
		.sort((a, b) => WORST.indexOf(a.fate) - WORST.indexOf(b.fate));
	if (worst === undefined) return { bit, fate: risen === undefined ? "none" : "set", alsoSet: false, steps: risen?.steps ?? [] };
	const shown = risen !== undefined && worst.fate === "kept" ? risen : worst.trial;
	return { bit, fate: worst.fate, alsoSet: risen !== undefined, steps: shown.steps };
}

const WORST: readonly Fate[] = ["lost", "cleared", "moved", "gone", "kept", "set", "none"];

function fateOf({ before, after }: Trial, row: MatrixRow, bit: Bit): Fate {
	if (after.bits.has(bit)) return after.form === before.form ? "kept" : "moved";
	if (after.form === "none") return "gone";
	if (bit === "dirty" && after.folioDirty) return "moved";
	return row.clears.includes(bit) ? "cleared" : "lost";
}

/** What stands at the page. */
interface Entry {
	readonly form: Form | "none";
	readonly bits: ReadonlySet<Bit>;
	/** struct page remembers that the page is dirty. */
	readonly folioDirty: boolean;
}

/** Carries steps and the row's operation out; null when a step fails, or the operation has no effect that could be looked at. */
function attempt(kernel: KernelRecord, setup: readonly Step[], row: MatrixRow): Trial | null {
	const m = boot(kernel);
	for (const each of setup) if (step(m, each).result?.errno !== 0) return null;
	const last: Step = { process: "A", operation: row.operation };
	const before = entryIn(m, row.place);
	const after = row.inside === true ? insideOf(m, last) : step(m, last).result?.errno === 0 ? entryIn(m, row.after ?? row.place) : null;
	return after === null ? null : { steps: [...setup, last], before, after };
}

/** The page while it migrates: behind the micro-step that put a migration entry there. */
function insideOf(m: Machine, what: Step): Entry | null {
	const { trace } = stepTraced(m, what);
	const { journal } = trace;
	const bounds = trace.bounds();
	for (let i = bounds.length - 1; i > 0; i--) {
		const entry = entryIn(m, "heap");
		if (entry.form === "migrating") return entry;
		journal.undoTo(bounds[i - 1] ?? 0, bounds[i]);
	}
	return null;
}

function entryIn(m: Machine, region: string): Entry {
	const process = m.process(region === "child" ? "B" : "A");
	const start = process?.regions.find(({ name }) => name === (region === "child" ? "heap" : region))?.start;
	if (process === undefined || start === undefined) return NOTHING;
	const vpn = start + PAGE;
	const pte = entryAt(m, process, vpn, PTE_LEVEL);
	const entry = pte ?? entryAt(m, process, vpn, PMD_LEVEL);
	if (entry === null) return NOTHING;
	const flags = m.tables.flags.get(entry);
	const target = m.tables.target.get(entry) + (pte === null ? PAGE : 0);
	return readEntry(m, flags, target, pte === null);
}

const NOTHING: Entry = { form: "none", bits: new Set(), folioDirty: false };

function readEntry(m: Machine, flags: number, target: number, huge: boolean): Entry {
	const bits = new Set<Bit>();
	const put = (bit: Bit, is: boolean) => {
		if (is) bits.add(bit);
	};
	if (flags === 0 || (flags & ENTRY_MARKER) !== 0) return NOTHING;
	put("uffd-wp", armed(flags));
	if ((flags & ENTRY_SWAP) !== 0) {
		put("soft-dirty", (flags & SWP_SOFT_DIRTY) !== 0);
		put("exclusive", (flags & SWP_EXCLUSIVE) !== 0);
		return { form: "swapped", bits, folioDirty: false };
	}
	if ((flags & ENTRY_MIGRATION) !== 0) {
		put("soft-dirty", (flags & SWP_SOFT_DIRTY) !== 0);
		put("write", (flags & MIGRATION_WRITE) !== 0);
		put("exclusive", m.kernel.anonExclusive && (flags & (MIGRATION_WRITE | MIGRATION_READ_EXCLUSIVE)) !== 0);
		put("accessed", (flags & MIGRATION_YOUNG) !== 0);
		put("dirty", (flags & MIGRATION_DIRTY) !== 0);
		return { form: "migrating", bits, folioDirty: (m.frames.pageFlags(target) & PG_DIRTY) !== 0 };
	}
	if (!present(flags)) return NOTHING;
	const page = m.frames.pageFlags(target);
	put("soft-dirty", (flags & _PAGE_SOFT_DIRTY) !== 0);
	put("dirty", dirty(flags));
	put("write", (flags & _PAGE_RW) !== 0);
	put("accessed", (flags & _PAGE_ACCESSED) !== 0);
	put("exclusive", (page & PG_EXCLUSIVE) !== 0);
	return { form: huge ? "huge" : "small", bits, folioDirty: (page & PG_DIRTY) !== 0 };
}

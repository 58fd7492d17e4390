import { describe, expect, it } from "vitest";
import type { EntryLayout } from "../sim/include/kernel.ts";
import { PG_DIRTY, PG_KSM, type Run } from "../sim/include/observation.ts";
import { layout45, layout519, layout612 } from "../sim/kernels/layouts.ts";
import { changeKind } from "./change.ts";
import { entryFacts } from "./entry_facts.ts";
import { type Circumstances, LENSES, type Lens, lensClass } from "./lens.ts";
import { markPaths } from "./marks.ts";

const QUIET: Circumstances = {
	judgement: { written: false, missed: false, spurious: false, dropped: false },
	change: "same",
	mappings: 1,
	inVma: true,
};

const run = (more: Partial<Run>): Run => ({ at: 0, n: 1, level: 0, entry: 0n, pagemap: 0, ...more });
const letter = (lens: Lens, more: Partial<Run>, layout: EntryLayout = layout612, around: Partial<Circumstances> = {}): string =>
	lensClass(lens, entryFacts(run(more), layout), { ...QUIET, ...around }).letter;

const SD = 0x8000000000000867n;
const CLEAN = 0x8000000000000025n;

describe("lensClass", () => {
	it("tells a bit that is set from one that is clear, by form and fill as well as by letter", () => {
		const set = lensClass("soft-dirty", entryFacts(run({ entry: SD, frame: 1 }), layout612), QUIET);
		const clear = lensClass("soft-dirty", entryFacts(run({ entry: CLEAN, frame: 1 }), layout612), QUIET);
		expect([set.fill, clear.fill]).toEqual(["full", "none"]);
		expect([set.letter, clear.letter]).toEqual(["#", "."]);
	});

	it("finds soft-dirty of a swap entry in bit 7 on 4.6 and in bit 1 on 6.1", () => {
		expect(letter("soft-dirty", { entry: 0x80n, slot: 1 }, layout45)).toBe("S");
		expect(letter("soft-dirty", { entry: 0x2n, slot: 1 }, layout45)).toBe("s");
		expect(letter("soft-dirty", { entry: 0x2n, slot: 1 }, layout519)).toBe("S");
		expect(letter("soft-dirty", { entry: 0x80n, slot: 1 }, layout519)).toBe("s");
	});

	it("finds uffd-wp in present entries, swap entries and markers", () => {
		expect(letter("uffd-wp", { entry: CLEAN | 0x400n, frame: 1 })).toBe("#");
		expect(letter("uffd-wp", { entry: 0x4n, slot: 1 })).toBe("S");
		expect(letter("uffd-wp", { entry: 0n, marker: 1 })).toBe("K");
		expect(letter("uffd-wp", { entry: CLEAN | 0x400n, frame: 1 }, layout45)).toBe(".");
	});

	it("tells what VM_SOFTDIRTY reports from what the entry says", () => {
		expect(letter("soft-dirty", { entry: CLEAN, frame: 1, pagemap: 1 })).toBe("v");
		expect(letter("soft-dirty", { pagemap: 1 })).toBe("v");
		expect(letter("soft-dirty", { pagemap: 0 })).toBe("-");
	});

	it("never shows anything but the miss where a written page is missed", () => {
		const judgement = { ...QUIET.judgement, written: true, missed: true };
		for (const lens of ["soft-dirty", "verdict"] as const) {
			expect(letter(lens, { entry: CLEAN, frame: 1 }, layout612, { judgement })).toBe("X");
			expect(letter(lens, { entry: 0n, slot: 1 }, layout612, { judgement })).toBe("X");
		}
	});

	it("tells apart where dirty is kept", () => {
		expect(letter("dirty", { entry: CLEAN | 0x40n, frame: 1 })).toBe("#");
		expect(letter("dirty", { entry: CLEAN | (1n << 58n), frame: 1 })).toBe("D");
		expect(letter("dirty", { entry: CLEAN, frame: 1, page: PG_DIRTY })).toBe("d");
		expect(letter("dirty", { entry: CLEAN, frame: 1 })).toBe(".");
	});

	it("tells frames apart by how they are mapped", () => {
		expect(letter("frames", { entry: CLEAN, frame: 1 })).toBe("1");
		expect(letter("frames", { entry: CLEAN, frame: 1 }, layout612, { mappings: 2 })).toBe("2");
		expect(letter("frames", { entry: CLEAN, frame: 1, page: PG_KSM }, layout612, { mappings: 3 })).toBe("K");
		expect(letter("frames", { entry: CLEAN, frame: "zero" })).toBe("z");
		expect(letter("frames", { entry: 0n, slot: 7 })).toBe("s");
	});

	it("gives what differs in meaning another picture, not only another colour", () => {
		const entries: Partial<Run>[] = [
			{ entry: SD, frame: 1 },
			{ entry: CLEAN, frame: 1 },
			{ entry: CLEAN, frame: "zero" },
			{ entry: 0x120n, frame: 1 },
			{ entry: 0x2n, slot: 1 },
			{ entry: 0n, slot: 1 },
			{ entry: 0n, special: 24 },
			{ entry: 0n, marker: 1 },
			{},
		];
		for (const lens of LENSES) {
			const classes = entries.map((more) => lensClass(lens, entryFacts(run(more), layout612), QUIET));
			const words = new Set(classes.map((kind) => kind.words));
			const pictures = new Set(classes.map((kind) => `${kind.words}: ${kind.form} ${kind.fill}`));
			const shapes = new Set(classes.map((kind) => `${kind.form} ${kind.fill}`));
			expect({ lens, n: shapes.size }).toEqual({ lens, n: words.size });
			expect(pictures.size).toBe(words.size);
			for (const kind of classes) expect(markPaths(kind.form, kind.fill).length).toBeGreaterThan(0);
		}
	});
});

describe("changeKind", () => {
	const huge = run({ n: 512, level: 1, entry: 0x80000000000008e7n, frame: 0 });

	it("compares a split without the bit that only says huge", () => {
		expect(changeKind(huge, run({ at: 3, entry: 0x8000000000000867n, frame: 3 }), 3)).toBe("level");
		expect(changeKind(huge, run({ at: 3, entry: 0x8000000000000027n, frame: 3 }), 3)).toBe("bits");
		expect(changeKind(huge, run({ at: 3, entry: 0x8000000000000867n, frame: 900 }), 3)).toBe("frame");
	});

	it("sees what came and what went", () => {
		expect(changeKind(null, huge, 3)).toBe("new");
		expect(changeKind(run({}), huge, 3)).toBe("new");
		expect(changeKind(huge, run({}), 3)).toBe("gone");
		expect(changeKind(run({}), run({ pagemap: 1 }), 3)).toBe("same");
	});

	it("follows frames and slots through runs that are cut elsewhere", () => {
		const whole = run({ n: 8, entry: CLEAN, frame: 40 });
		expect(changeKind(whole, run({ at: 2, n: 3, entry: CLEAN, frame: 42 }), 3)).toBe("same");
		expect(changeKind(whole, run({ at: 2, n: 3, entry: CLEAN, frame: 43 }), 3)).toBe("frame");
		expect(changeKind(whole, run({ at: 2, n: 3, entry: 0x2n, slot: 4 }), 3)).toBe("bits");
	});
});

import { describe, expect, test } from "vitest";
import type { Observation, Run, VmaView } from "../../sim/include/observation.ts";
import { layout612 } from "../../sim/kernels/layouts.ts";
import type { BitRow } from "./bit_row.ts";
import { entryModel, type PageModel } from "./entry_model.ts";
import { pageOf, recordedModel } from "./recorded_fixture.ts";
import { hexText } from "./word_digits.ts";

function row(rows: readonly BitRow[], key: string): string {
	const found = rows.find(({ field }) => field.key === key);
	if (found === undefined) return "no row";
	const { value, was, movedFrom, note, bad } = found;
	return [value, was === null ? "" : `was ${was}`, movedFrom === null ? "" : `in ${movedFrom}`, note, bad ? "BAD" : ""]
		.filter(Boolean)
		.join(" | ");
}

function bits(model: PageModel, ...keys: string[]): readonly string[] {
	return keys.map((key) => `${key}: ${row(model.rows, key)}`);
}

describe("the 2016 bug: thp-split-dontneed", () => {
	test("on 4.6.2 the split loses soft-dirty and leaves the page writable", async () => {
		const model = pageOf(await recordedModel("thp-split-dontneed", "4.6.2", 6, 3));
		expect(`${model.place} · ${model.slot}`).toBe("heap+0x3000 · PTE 3");
		expect(model.judgement).toBe("missed");
		expect(hexText(model.entry)).toBe("0x800xxxxxxxxxx027");
		expect(model.entry.fields.find(({ key }) => key === "frame")?.text).toBe("frame 3");
		expect(bits(model, "soft-dirty", "dirty", "write", "accessed", "uffd-wp")).toEqual([
			"soft-dirty: 0 | was 1 | written since clear_refs, not reported | BAD",
			"dirty: 0 | was 1 | moved to the folio (PG_dirty)",
			"write: 1 | writes do not fault: soft-dirty will miss them",
			"accessed: 1",
			"uffd-wp: no row",
		]);
		expect(row(model.pagemapRows, "soft-dirty")).toBe("0 | was 1 | written since clear_refs, not reported | BAD");
		expect(model.reported).toMatchObject({ value: false, vma: false, entry: false, entryName: "PTE bit 11" });
		expect(model.reported.why).toBe("Not reported: the VMA does not carry VM_SOFTDIRTY, and PTE bit 11 is 0.");
		expect(model.walk.path).toBe("PGD[32] PUD[0] PMD[0] PTE[3] + 0x0");
		expect(model.walk.steps.map(({ hi, lo, binary, found, was }) => [hi, lo, binary, found, was])).toEqual([
			[47, 39, "000100000", "a PUD table", null],
			[38, 30, "000000000", "a PMD table", null],
			[29, 21, "000000000", "a PTE table", "a huge page of 2M"],
			[20, 12, "000000011", "the page", null],
		]);
		expect(model.folio?.flags.map(({ name, change }) => [name, change])).toEqual([
			["anon", null],
			["dirty", "set"],
			["swapbacked", null],
			["large", null],
		]);
		expect(model.before?.title).toBe("huge PMD");
	});

	test("on 4.8.15 it stays set, and on the first kernel before the split it is one huge entry", async () => {
		const fixed = pageOf(await recordedModel("thp-split-dontneed", "4.8.15", 6, 3));
		expect(fixed.judgement).toBe("reported");
		expect(bits(fixed, "soft-dirty", "write")).toEqual(["soft-dirty: 1", "write: 1"]);
		expect(fixed.reported.why).toBe("Reported because PTE bit 11 is set.");
		const huge = pageOf(await recordedModel("thp-split-dontneed", "4.6.2", 5, 3));
		expect([huge.slot, huge.part, huge.entry.kind]).toEqual(["PMD 0", "page 3 of 512", "huge"]);
		expect(huge.walk.path).toBe("PGD[32] PUD[0] PMD[0] + 0x3000");
		expect(huge.entry.fields.find(({ key }) => key === "frame")?.text).toBe("frames 0–511");
		expect(huge.pagemap.fields.find(({ key }) => key === "frame")?.text).toBe("frame 3");
		expect(bits(huge, "soft-dirty", "write")).toEqual(["soft-dirty: 1 | was 0", "write: 1 | was 0"]);
		expect(pageOf(await recordedModel("thp-split-dontneed", "4.6.2", 5, 4)).judgement).toBe("spurious");
	});

	test("the dropped page is empty, and a page of a new VMA is reported by the VMA alone", async () => {
		const dropped = pageOf(await recordedModel("thp-split-dontneed", "4.6.2", 6, 256));
		expect([dropped.slot, dropped.entry.kind, dropped.folio]).toEqual(["PTE 256", "none", null]);
		expect(dropped.reported.why).toBe("Not reported: the VMA does not carry VM_SOFTDIRTY, and the entry is empty.");
		const fresh = pageOf(await recordedModel("thp-split-dontneed", "4.6.2", 1, 3));
		expect(fresh.walk.path).toBe("PGD[32]");
		expect(fresh.walk.steps.map(({ found }) => found)).toEqual(["nothing: all 512G empty"]);
		expect(fresh.reported.why).toBe("Reported because of the VMA alone: VM_SOFTDIRTY covers all its pages, written or not.");
		expect(fresh.vma).toMatchObject({
			from: "heap",
			to: "heap+0x400000",
			addresses: "0x100000000000–0x100000400000",
			pages: 1024,
			prot: "rw-",
			protWords: "read, write",
		});
		const advised = pageOf(await recordedModel("thp-split-dontneed", "4.6.2", 2, 3));
		expect(advised.vma?.flags.map(({ letters, symbol, change }) => [letters, symbol, change])).toEqual([
			["sd", "VM_SOFTDIRTY", null],
			["hg", "VM_HUGEPAGE", "set"],
		]);
		const cleared = pageOf(await recordedModel("thp-split-dontneed", "4.6.2", 4, 3));
		expect(cleared.vma?.flags.map(({ letters, change }) => [letters, change])).toEqual([
			["hg", null],
			["sd", "cleared"],
		]);
	});
});

test("a swapped page keeps soft-dirty at another bit, by kernel, and its slot by number", async () => {
	for (const [name, kernel, letters] of [
		["old-swap-sd-swap", "4.6.2", "bit 7"],
		["old-swap-sd-swap", "4.14.5", "bit 1"],
		["sd-swap", "6.12", "bit 1"],
	] as const) {
		const model = pageOf(await recordedModel(name, kernel, 5, 1));
		expect(model.entry.kind).toBe("swap");
		expect(model.before?.kind).toBe("present");
		expect(row(model.rows, "offset")).toBe(`slot ${model.folio?.slot}`);
		expect(row(model.rows, "type")).toBe("0");
		expect(row(model.rows, "exclusive")).toBe(kernel === "6.12" ? "1 | kept from PG_anon_exclusive" : "no row");
		expect(row(model.rows, "soft-dirty")).toBe("1 | in bit 11");
		expect(row(model.rows, "present")).toBe("0 | was 1");
		expect(model.reported.entryName).toBe(`PTE ${letters}`);
		expect(row(model.pagemapRows, "swap")).toBe("1 | was 0");
		expect(model.folio?.frame).toBeNull();
	}
});

test("a marker says what the next page must be", async () => {
	const model = pageOf(await recordedModel("wp-unpopulated", "6.12", 5, 4));
	expect([model.entry.kind, hexText(model.entry), model.folio]).toEqual(["marker", "0xfffffffffffffc00", null]);
	expect(row(model.rows, "uffd-wp")).toBe("1 | was 0 | stored as its complement");
	expect(row(model.pagemapRows, "uffd-wp")).toBe("1 | was 0");
});

test("a page locked away for a NUMA hint is still the same page", async () => {
	const model = pageOf(await recordedModel("old-numa-hint-small", "4.6.2", 7, 3));
	expect([model.entry.title, model.before?.title, model.entry.fields.find(({ key }) => key === "frame")?.text]).toEqual([
		"PROT_NONE PTE",
		"present PTE",
		"frame 3",
	]);
	expect(bits(model, "prot-none", "present", "global")).toEqual(["prot-none: 1 | was 0", "present: 0 | was 1", "global: no row"]);
});

test("what a recording does not have stays unknown", async () => {
	const model = pageOf(await recordedModel("walk-ksm-84", "6.12", 13, 14));
	expect(hexText(model.entry)).toBe("0xxxxxxxxxxxxxxx00");
	expect(bits(model, "soft-dirty", "prot-none", "nx")).toEqual(["soft-dirty: ?", "prot-none: 1 | was 0", "nx: ?"]);
	expect(model.reported.why).toBe("Reported because of the VMA alone: VM_SOFTDIRTY covers all its pages, written or not.");
	expect(model.folio?.frame).toBe("not recorded");
});

test("pages that KSM merged name each other", async () => {
	const model = pageOf(await recordedModel("ksm-loses-soft-dirty", "6.12", 7, 2));
	expect(model.judgement).toBe("missed");
	expect(row(model.rows, "soft-dirty")).toBe("0 | was 1 | written since clear_refs, not reported | BAD");
	expect(model.folio?.sharers).toEqual([
		{ process: "A", region: "heap", page: 0, n: 2 },
		{ process: "A", region: "heap", page: 3, n: 5 },
	]);
	expect(model.folio?.wasFrame).toBe("frame 2");
});

test("empty states say why there is no entry", async () => {
	const gone = await recordedModel("thp-split-dontneed", "4.6.2", 6, 3, "heap", "B");
	const region = await recordedModel("thp-split-dontneed", "4.6.2", 6, 3, "stack");
	const outside = await recordedModel("thp-split-dontneed", "4.6.2", 6, 1024);
	const nothing = entryModel({
		observation: { processes: [] },
		previous: null,
		selection: null,
		reader: { layout: layout612, numbers: "pfn" },
		verdict: null,
	});
	expect([gone, region, outside, nothing].map((model) => model.kind === "empty" && model.title)).toEqual([
		"Process B is not there",
		"stack is not there",
		"heap+0x400000 is not there",
		"Nothing selected",
	]);
});

describe("a model's observation, with frame numbers", () => {
	const vma: VmaView = { at: 0, n: 16, prot: "rw-", flags: [] };
	const heap = (runs: readonly Run[], vmas: readonly VmaView[] = [vma]) => ({ name: "heap", start: 0x1_0000_0000, pages: 16, vmas, runs });
	const process = (id: string, runs: readonly Run[], vmas?: readonly VmaView[]) => ({ id, blocked: false, regions: [heap(runs, vmas)] });
	const none = (at: number, n: number): Run => ({ at, n, level: 0, entry: 0n, pagemap: 0 });
	const at = (observation: Observation, page: number, previous: Observation | null = null) =>
		pageOf(
			entryModel({
				observation,
				previous,
				selection: { process: "A", region: "heap", page },
				reader: { layout: layout612, numbers: "pfn" },
				verdict: null,
			}),
		);
	const mapped: Run = { at: 0, n: 4, level: 0, entry: 0x8000_0000_0000_0865n, frame: 0x3800, page: 9, mapcount: 2, pagemap: 0x101 };

	test("the whole word is known, and other processes that map the frame are listed", () => {
		const shared = { ...mapped, at: 8, n: 3, frame: 0x3802, shared: true };
		const model = at({ processes: [process("A", [mapped, none(4, 12)]), process("B", [none(0, 8), shared, none(11, 5)])] }, 2);
		expect(model.place).toBe("A: heap+0x2000");
		expect(hexText(model.entry)).toBe("0x8000000003802865");
		expect(hexText(model.pagemap)).toBe("0x8080000000003802");
		expect(model.folio).toMatchObject({
			frame: "PFN 0x3802",
			mapcount: 2,
			sharerPages: 3,
			sharers: [{ process: "B", region: "heap", page: 8, n: 3 }],
		});
	});

	test("a page of the zero page shares it with all but itself", () => {
		const zero: Run = { at: 0, n: 16, level: 0, entry: 0x8000_0000_0000_0225n, frame: "zero", pagemap: 0x100 };
		const model = at({ processes: [process("A", [zero])] }, 5);
		expect(model.folio).toMatchObject({
			frame: "the zero page",
			sharerPages: 15,
			sharers: [
				{ page: 0, n: 5 },
				{ page: 6, n: 10 },
			],
		});
	});

	test("a page on its way: the frame that it leaves, and nobody else there", () => {
		const moving: Run = { at: 0, n: 16, level: 0, entry: 2n, special: 26, moving: 0x3800 + 3 * 2 ** 34, pagemap: 0x81 };
		const model = at({ processes: [process("A", [moving])] }, 5);
		expect(model.entry.kind).toBe("migration-write");
		expect(bits(model, "accessed", "dirty", "soft-dirty")).toEqual(["accessed: 1 | stored as its complement", "dirty: 1", "soft-dirty: 1"]);
		expect(model.folio).toMatchObject({ frame: null, leaving: "PFN 0x3805", flags: [], sharerPages: 0 });
	});

	test("write protection parks dirty in bit 58, and writing brings it back", () => {
		const before: Run = { ...mapped, entry: 0x8000_0000_0000_0867n };
		const after: Run = { ...mapped, entry: 0x8400_0000_0000_0025n, pagemap: 0x100 };
		const dirty: Observation = { processes: [process("A", [before, none(4, 12)])] };
		const parked: Observation = { processes: [process("A", [after, none(4, 12)])] };
		expect(bits(at(parked, 0, dirty), "dirty", "saved-dirty", "soft-dirty", "write")).toEqual([
			"dirty: 0 | was 1 | parked in bit 58",
			"saved-dirty: 1 | was 0",
			"soft-dirty: 0 | was 1",
			"write: 0 | was 1",
		]);
		expect(bits(at(dirty, 0, parked), "dirty", "saved-dirty")).toEqual(["dirty: 1 | was 0", "saved-dirty: 0 | was 1 | back in bit 6"]);
	});

	test("a hole has an entry but no VMA", () => {
		const model = at({ processes: [process("A", [none(0, 16)], [])] }, 3);
		expect([model.vma, model.reported.why]).toEqual([null, "Not reported: no VMA covers the page."]);
	});
});

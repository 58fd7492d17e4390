import { describe, expect, it } from "vitest";
import { allRecordings, recordingNamed } from "../../scripts/shipped_recordings.ts";
import { present } from "../base/assert.ts";
import type { Moment } from "../history/film.ts";
import { recordingFilm } from "../recording/player.ts";
import type { Recording } from "../recording/recording.ts";
import { X86_64_GEOMETRY } from "../sim/include/geometry.ts";
import { layoutOf } from "../sim/kernels/layout_of.ts";
import { describeCell } from "./cell_words.ts";
import { type Cells, drawCells, tableCells } from "./cells.ts";
import { resolveFocus } from "./focus.ts";
import type { TableId } from "./geometry.ts";
import { legendClasses } from "./legend.ts";
import { LENSES, type Lens } from "./lens.ts";
import { frameCells, physicalPicture } from "./physical.ts";
import type { PlaceOfPage } from "./place.ts";
import { makeScene, type Scene } from "./scene.ts";
import { classesBelow, tableSpans } from "./spans.ts";
import { positionNote, tableWords } from "./table_words.ts";
import { type ProcessTree, pageTables } from "./tables.ts";
import { TEXT_COLUMNS, textTwin } from "./text_twin.ts";
import { drawTree, treePicture } from "./tree_geometry.ts";
import { twinRows } from "./twin_rows.ts";

interface Shown {
	readonly scene: Scene;
	readonly trees: readonly ProcessTree[];
	readonly before: readonly ProcessTree[] | null;
	readonly cells: Cells;
}

function show(
	moment: Moment,
	previous: Moment | null,
	kernel: string,
	lens: Lens,
	selection: PlaceOfPage | null,
	asked: TableId | null = null,
): Shown {
	const layout = present(layoutOf(kernel), kernel);
	const scene = makeScene({ moment, previous, layout, lens, geometry: X86_64_GEOMETRY });
	const trees = pageTables(moment.observation, X86_64_GEOMETRY);
	const before = previous === null ? null : pageTables(previous.observation, X86_64_GEOMETRY);
	const focus = present(resolveFocus(moment.observation, trees, asked, selection, X86_64_GEOMETRY), "a process");
	return { scene, trees, before, cells: tableCells(scene, trees, focus) };
}

async function recorded(
	name: string | Recording,
	kernel: string,
	step: number,
	lens: Lens = "soft-dirty",
	place?: PlaceOfPage,
): Promise<Shown> {
	const result = recordingFilm(typeof name === "string" ? recordingNamed(name) : name, kernel);
	if (!result.ok) throw new Error(result.error);
	const at = (n: number) => result.value.at({ step: n, micro: 0 });
	return show(await at(step), step > 0 ? await at(step - 1) : null, kernel, lens, place ?? null);
}

const draw = (shown: Shown, rows = 2) => drawCells(shown.cells, 64).split("\n").slice(0, rows);

describe("the 2016 bug, drawn", () => {
	it("is one huge entry, soft-dirty, of which one page was written", async () => {
		const shown = await recorded("thp-split-dontneed", "4.6.2", 5);
		expect(shown.cells.state).toBe("huge");
		expect(draw(shown)).toEqual([`+++#${"+".repeat(60)}`, "+".repeat(64)]);
		expect(tableWords(shown.scene, shown.trees, shown.cells)).toEqual({
			title: "PMD[0] · one huge entry",
			facts: "512 pages · 512 soft-dirty",
			tags: [{ kind: "plain", words: "511 spurious: one bit for 2M" }],
		});
	});

	it("is split into 512 cells, and the written page is missed", async () => {
		const shown = await recorded("thp-split-dontneed", "4.6.2", 6);
		expect(shown.cells.state).toBe("table");
		expect(draw(shown, 5)).toEqual([`...X${".".repeat(60)}`, ".".repeat(64), ".".repeat(64), ".".repeat(64), `-${".".repeat(63)}`]);
		expect(tableWords(shown.scene, shown.trees, shown.cells)).toEqual({
			title: "PTE table of PMD[0]",
			facts: "511 mapped · 0 soft-dirty",
			tags: [{ kind: "bad", words: "1 missed" }],
		});
		expect(positionNote(shown.scene, shown.cells, shown.trees, shown.before)).toBe(
			"PMD[0] was one 2M entry until this step; now it leads to a table of 512.",
		);
		expect(legendClasses(shown.scene, shown.trees, shown.cells).map(({ words }) => words)).toEqual([
			"written, not reported: missed",
			"mapped, not soft-dirty",
			"not mapped",
		]);
		expect(describeCell(shown.scene, shown.cells, 3)).toEqual({
			place: "heap+0x3000 · PTE[3]",
			words: "written, not reported: missed · P W U A NX · frame 3",
		});
	});

	it("keeps the bit on the fixed kernel: nothing missed, 510 spurious", async () => {
		const shown = await recorded("thp-split-dontneed", "4.8.15", 6);
		expect(draw(shown, 5)).toEqual([`+++#${"+".repeat(60)}`, "+".repeat(64), "+".repeat(64), "+".repeat(64), `-${"+".repeat(63)}`]);
		expect(tableWords(shown.scene, shown.trees, shown.cells).tags).toEqual([{ kind: "plain", words: "510 spurious" }]);
	});

	it("shows the lone missed page in every table above", async () => {
		const { scene, trees } = await recorded("thp-split-dontneed", "4.6.2", 6);
		const root = present(trees[0], "a process").root;
		const seen = [];
		for (let node = root; node.id.level > 0; node = present(node.slots[0]?.table ?? undefined, "the table below")) {
			seen.push(
				tableSpans(scene, node)
					.filter(({ kind }) => kind.letter === "X")
					.map(({ index, n }) => ({ index, n })),
			);
		}
		expect(seen).toEqual([[{ index: 32, n: 1 }], [{ index: 0, n: 1 }], [{ index: 0, n: 1 }]]);
	});

	it("has an empty PGD before anything is written", async () => {
		const shown = await recorded("thp-split-dontneed", "4.6.2", 1);
		expect(shown.cells.state).toBe("empty");
		expect(positionNote(shown.scene, shown.cells, shown.trees, shown.before)).toBe(
			"PGD[32] is empty: nothing of heap is mapped, so no PTE table exists.",
		);
		expect(drawTree(treePicture(shown.trees, X86_64_GEOMETRY))).toBe("A PGD 0 of 512 · 0–1");
	});

	it("is written down in 72 columns", async () => {
		const { scene, trees, cells } = await recorded("thp-split-dontneed", "4.6.2", 6);
		expect(textTwin(scene, trees, cells, "thp-split-dontneed on 4.6.2, after step 6").split("\n")).toEqual([
			"thp-split-dontneed on 4.6.2, after step 6",
			"process A",
			"  PGD: 0x0, 1 of 512 in use",
			"    [32] PUD: heap, 1 of 512 in use",
			"      [0] PMD: heap, 1 of 512 in use, 1 empty",
			"        [0] PTE: heap, 511 of 512 in use, 1 empty",
			"            1 written, not reported: missed; 510 mapped, not soft-dirty;",
			"            1 not mapped",
			"",
			"A: PTE table of PMD[0]",
			"pages    entry               bits        frame    pagemap",
			"0–2      0x8000000000000027  P W U A NX  0–2      56 63",
			"3        0x8000000000000027  P W U A NX  3        56 63    MISSED",
			"4–255    0x8000000000000027  P W U A NX  4–255    56 63",
			"256      0",
			"257–511  0x8000000000000027  P W U A NX  257–511  56 63",
			"",
		]);
	});
});

describe("other pictures of recordings", () => {
	it("gives every process its own tree, side by side", async () => {
		const { trees } = await recorded("thp-fork-cow", "6.12", 6, "frames");
		expect(drawTree(treePicture(trees, X86_64_GEOMETRY))).toBe(
			[
				"A PGD 1 of 512 · 0–0.5",
				"  [32] PUD 1 of 512 · 0–0.5",
				"    [0] PMD 1 of 512 · 0–0.5",
				"      [0] PTE 512 of 512 · 0–0.5",
				"B PGD 1 of 512 · 0.5–1",
				"  [32] PUD 1 of 512 · 0.5–1",
				"    [0] PMD 1 of 512 · 0.5–1",
				"      [0] huge · 0.5–1",
			].join("\n"),
		);
	});

	it("tells frames of their own from frames that two processes map", async () => {
		const shown = await recorded("thp-fork-cow", "6.12", 6, "frames");
		expect(draw(shown, 1)).toEqual([`2221${"2".repeat(60)}`]);
		expect(physicalPicture(shown.scene.frames, 512).words).toBe("one folio of 512 frames · 1 single frame · mapped 1024 times");
	});

	it.each(["4.6.2", "4.14.5", "6.12"])("reads soft-dirty of a swap entry where %s keeps it", async (kernel) => {
		const name = kernel === "6.12" ? "sd-swap" : "old-swap-sd-swap";
		const recording = recordingNamed(name);
		const drawn = [];
		for (let step = 0; step <= recording.script.length; step++) drawn.push(draw(await recorded(recording, kernel, step), 1)[0]);
		// A written page keeps its bit when it goes to swap, whatever the bit's place in the entry.
		expect(drawn.filter((line) => line?.includes("S")).length).toBeGreaterThan(0);
	});
});

describe("every recording, every step, every lens", () => {
	it("covers each table without gaps, and its text keeps to 72 columns", { timeout: 120_000 }, async () => {
		let pictures = 0;
		const wrong: string[] = [];
		for (const recording of allRecordings()) {
			const kernel = [...recording.kernels.keys()].at(-1);
			if (kernel === undefined) continue;
			const result = recordingFilm(recording, kernel);
			if (!result.ok) throw new Error(result.error);
			let previous: Moment | null = null;
			for (let step = 0; step <= recording.script.length; step++) {
				const moment = await result.value.at({ step, micro: 0 });
				// One lens a step, in turn: all lenses meet all kinds of entries over the recordings.
				const lens = present(LENSES[(step + recording.name.length) % LENSES.length], "a lens");
				const where = `${recording.name} ${kernel} step ${step} ${lens}`;
				if (moment.observation.processes.length > 0) wrong.push(...faults(show(moment, previous, kernel, lens, null), where));
				previous = moment;
				pictures++;
			}
		}
		expect(wrong).toEqual([]);
		expect(pictures).toBeGreaterThan(1000);
	});
});

/** What must hold of any picture. */
function faults(shown: Shown, where: string): readonly string[] {
	const { scene, trees, cells } = shown;
	const found: string[] = [];
	let next = 0;
	for (const { index, n } of cells.spans) {
		if (index !== next || n < 1) found.push(`${where}: a gap at ${next}`);
		next = index + n;
	}
	if (next !== X86_64_GEOMETRY.entries) found.push(`${where}: ends at ${next}`);
	const rows = twinRows(scene, cells).reduce((sum, { n }) => sum + n, 0);
	if (rows !== X86_64_GEOMETRY.entries) found.push(`${where}: the text has ${rows} entries`);
	const long = textTwin(scene, trees, cells, where)
		.split("\n")
		.find((line) => line.length > TEXT_COLUMNS);
	if (long !== undefined) found.push(`${where}: too wide: ${long}`);
	for (const { process, root } of trees) {
		const populated = process.regions.reduce(
			(sum, { runs }) => sum + runs.reduce((pages, run) => pages + (isSomething(run) ? run.n : 0), 0),
			0,
		);
		const pieces = process.regions.flatMap((region) => scene.pieces(process, region));
		const drawn = pieces.reduce((sum, { n, facts }) => sum + (facts.form === "none" ? 0 : n), 0);
		if (drawn !== populated) found.push(`${where}: ${drawn} of ${populated} pages drawn`);
		if (populated > 0 && classesBelow(scene, root).length === 0) found.push(`${where}: nothing seen below the root`);
	}
	const physical = physicalPicture(scene.frames, 512);
	const { cells: frames } = frameCells(physical, 128);
	const inGroups = physical.groups.reduce((sum, { n }) => sum + n, 0);
	if (frames.reduce((sum, { n }) => sum + n, 0) !== inGroups) found.push(`${where}: frames lost`);
	return found;
}

function isSomething(run: {
	readonly frame?: unknown;
	readonly slot?: unknown;
	readonly marker?: unknown;
	readonly special?: unknown;
}): boolean {
	return run.frame !== undefined || run.slot !== undefined || run.marker !== undefined || run.special !== undefined;
}

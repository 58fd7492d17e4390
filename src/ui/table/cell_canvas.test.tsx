import { render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Cells } from "../../layout/cells.ts";
import { makeGrid } from "../../layout/grid.ts";
import type { LensClass } from "../../layout/lens.ts";
import { TONES } from "../../layout/marks.ts";
import { CellCanvas } from "./cell_canvas.tsx";
import type { CanvasColours } from "./use_colours.ts";

const kind: LensClass = { form: "square", fill: "full", tone: "sd", letter: "#", words: "soft-dirty", rank: 5 };
const colours = Object.fromEntries([...TONES, "card", "paper"].map((name) => [name, "black"])) as CanvasColours;
const grid = makeGrid(512, 720);

function cells(state: Cells["state"], page = 0): Cells {
	const id = { process: "A", level: 0 as const, page };
	return { id, state, node: null, spans: [], codes: new Uint8Array(512), classes: [kind], common: kind, huge: null };
}

/** Frames that the canvas asked for, and how to let time pass. */
function clock() {
	let waiting: FrameRequestCallback[] = [];
	vi.stubGlobal("requestAnimationFrame", (frame: FrameRequestCallback) => waiting.push(frame));
	vi.stubGlobal("cancelAnimationFrame", () => {
		waiting = [];
	});
	return {
		waiting: () => waiting.length,
		pass: (now: number) => {
			const due = waiting;
			waiting = [];
			for (const frame of due) frame(now);
		},
	};
}

describe("CellCanvas", () => {
	const cleared = vi.fn();

	beforeEach(() => {
		vi.stubGlobal("Path2D", class {});
		const context = new Proxy({}, { get: (_, name) => (name === "clearRect" ? cleared : () => {}), set: () => true });
		vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(context as unknown as null);
		cleared.mockClear();
	});

	afterEach(() => {
		vi.unstubAllGlobals();
		vi.restoreAllMocks();
	});

	it("turns a huge entry into its cells within 300 ms, then rests", () => {
		const time = clock();
		const { rerender } = render(<CellCanvas cells={cells("huge")} grid={grid} colours={colours} />);
		expect(time.waiting()).toBe(0);
		rerender(<CellCanvas cells={cells("table")} grid={grid} colours={colours} />);
		expect(time.waiting()).toBe(1);
		for (const now of [0, 100, 200]) time.pass(now);
		expect(time.waiting()).toBe(1);
		time.pass(300);
		expect(time.waiting()).toBe(0);
	});

	it("turns a table back into one entry when it collapses", () => {
		const time = clock();
		const { rerender } = render(<CellCanvas cells={cells("table")} grid={grid} colours={colours} />);
		rerender(<CellCanvas cells={cells("huge")} grid={grid} colours={colours} />);
		expect(time.waiting()).toBe(1);
	});

	it("does not move when another table is shown, or when nothing was split", () => {
		const time = clock();
		const { rerender } = render(<CellCanvas cells={cells("huge")} grid={grid} colours={colours} />);
		rerender(<CellCanvas cells={cells("table", 512)} grid={grid} colours={colours} />);
		rerender(<CellCanvas cells={cells("table", 512)} grid={grid} colours={colours} />);
		expect(time.waiting()).toBe(0);
		// The third has nothing to paint.
		expect(cleared).toHaveBeenCalledTimes(2);
	});

	it("paints only the cells that a step changed", () => {
		clock();
		const other: LensClass = { ...kind, fill: "none" };
		const { rerender } = render(<CellCanvas cells={cells("table")} grid={grid} colours={colours} />);
		expect(cleared).toHaveBeenCalledTimes(1);
		const codes = new Uint8Array(512);
		codes[7] = 1;
		rerender(<CellCanvas cells={{ ...cells("table"), codes, classes: [kind, other] }} grid={grid} colours={colours} />);
		expect(cleared).toHaveBeenCalledTimes(2);
		expect(cleared.mock.lastCall?.[2]).toBeLessThan(grid.pitch);
	});

	it("does not move for people who asked for less motion", () => {
		const time = clock();
		vi.stubGlobal("matchMedia", (query: string) => ({ matches: query.includes("reduce") }));
		const { rerender } = render(<CellCanvas cells={cells("huge")} grid={grid} colours={colours} />);
		rerender(<CellCanvas cells={cells("table")} grid={grid} colours={colours} />);
		expect(time.waiting()).toBe(0);
		expect(cleared).toHaveBeenCalledTimes(2);
	});
});

import { act, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { recordingNamed } from "../../../scripts/shipped_recordings.ts";
import { present } from "../../base/assert.ts";
import type { Film, Moment } from "../../history/film.ts";
import type { TableId } from "../../layout/geometry.ts";
import type { Lens } from "../../layout/lens.ts";
import type { PlaceOfPage } from "../../layout/place.ts";
import { recordingFilm } from "../../recording/player.ts";
import { X86_64_GEOMETRY } from "../../sim/include/geometry.ts";
import { layoutOf } from "../../sim/kernels/layout_of.ts";
import { Picture } from "./picture.tsx";

async function momentsOf(name: string, kernel: string): Promise<readonly Moment[]> {
	const result = recordingFilm(recordingNamed(name), kernel);
	if (!result.ok) throw new Error(result.error);
	const film: Film = result.value;
	return Promise.all(Array.from({ length: film.steps.length + 1 }, (_, step) => film.at({ step, micro: 0 })));
}

const SELECTED: PlaceOfPage = { process: "A", region: "heap", page: 3 };

/** The picture with the little state that the stage keeps for it. */
function Stage({
	moments,
	step,
	kernel,
	start = SELECTED,
}: {
	moments: readonly Moment[];
	step: number;
	kernel: string;
	start?: PlaceOfPage | null;
}) {
	const [selection, setSelection] = useState<PlaceOfPage | null>(start);
	const [focus, setFocus] = useState<TableId | null>(null);
	const [lens, setLens] = useState<Lens>("soft-dirty");
	return (
		<>
			<Picture
				moment={present(moments[step], "a moment")}
				previous={moments[step - 1] ?? null}
				layout={present(layoutOf(kernel), kernel)}
				geometry={X86_64_GEOMETRY}
				frames="label"
				lens={lens}
				selection={selection}
				focusTable={focus}
				onSelect={(place) => {
					setSelection(place);
					setFocus(null);
				}}
				onFocus={setFocus}
				onLens={setLens}
				heading={`on ${kernel}, after step ${step}`}
			/>
			<output>{selection === null ? "nothing" : `${selection.process} ${selection.region} ${selection.page}`}</output>
		</>
	);
}

const grid = () => screen.getByRole("grid");
const activeCell = () => within(grid()).getByRole("gridcell");

describe("Picture", () => {
	it("says what stands at the selected cell: the missed page of the 2016 bug", async () => {
		render(<Stage moments={await momentsOf("thp-split-dontneed", "4.6.2")} step={6} kernel="4.6.2" />);
		expect(grid().getAttribute("aria-label")).toBe("PTE table of PMD[0], 511 mapped · 0 soft-dirty");
		expect(grid().getAttribute("aria-activedescendant")).toBe(activeCell().id);
		expect(activeCell().textContent).toBe("heap+0x3000 · PTE[3]: written, not reported: missed · P W U A NX · frame 3");
		expect(screen.getByText("1 missed")).toBeDefined();
		expect(screen.getByText(/PMD\[0\] was one 2M entry until this step/)).toBeDefined();
	});

	it("moves a cursor with the keys, and selects with Enter", async () => {
		render(<Stage moments={await momentsOf("thp-split-dontneed", "4.6.2")} step={6} kernel="4.6.2" />);
		const user = userEvent.setup();
		act(() => grid().focus());
		await user.keyboard("{ArrowDown}{ArrowRight}");
		expect(activeCell().textContent).toContain("PTE[68]");
		expect(screen.getByRole("status", { name: "" }).textContent).toBe("A heap 3");
		await user.keyboard("{Enter}");
		expect(screen.getByRole("status", { name: "" }).textContent).toBe("A heap 68");
		await user.keyboard("{Control>}{End}{/Control}");
		expect(activeCell().textContent).toContain("PTE[511]");
	});

	it("keeps its keys to itself, so that time stands still while the cursor moves", async () => {
		const moments = await momentsOf("thp-split-dontneed", "4.6.2");
		const outside = vi.fn();
		render(
			// biome-ignore lint/a11y/noStaticElementInteractions: stands for the screen around the picture
			<div onKeyDown={outside}>
				<Stage moments={moments} step={6} kernel="4.6.2" />
			</div>,
		);
		fireEvent.keyDown(grid(), { key: "ArrowRight" });
		fireEvent.keyDown(screen.getByRole("tree"), { key: "ArrowUp" });
		expect(outside).not.toHaveBeenCalled();
		fireEvent.keyDown(grid(), { key: "m" });
		expect(outside).toHaveBeenCalledOnce();
	});

	it("walks the tree with the keys, and opens the table under the cursor", async () => {
		render(<Stage moments={await momentsOf("thp-split-dontneed", "4.6.2")} step={6} kernel="4.6.2" />);
		const user = userEvent.setup();
		const tree = screen.getByRole("tree");
		act(() => tree.focus());
		expect(within(tree).getByRole("treeitem").textContent).toBe("entry 0: PTE table, 511 of 512 in use, 1 empty");
		await user.keyboard("{ArrowUp}");
		expect(within(tree).getByRole("treeitem").textContent).toBe("entry 0: PMD table, 1 of 512 in use, 1 empty");
		await user.keyboard("{Enter}");
		expect(screen.getByRole("heading", { name: "PMD table of PUD[0]" })).toBeDefined();
		expect(activeCell().textContent).toContain("leads to a table, 1: written, not reported: missed");
		// Enter on the entry leads down again.
		act(() => grid().focus());
		await user.keyboard("{Enter}");
		expect(screen.getByRole("heading", { name: "PTE table of PMD[0]" })).toBeDefined();
	});

	it("shows a huge page as one entry, and nothing as nothing", async () => {
		const moments = await momentsOf("thp-split-dontneed", "4.6.2");
		const { rerender } = render(<Stage moments={moments} step={5} kernel="4.6.2" />);
		expect(screen.getByRole("heading", { name: "PMD[0] · one huge entry" })).toBeDefined();
		expect(screen.getByText("one entry of 2 MiB")).toBeDefined();
		rerender(<Stage moments={moments} step={1} kernel="4.6.2" />);
		expect(screen.getByText("PGD[32] is empty: nothing of heap is mapped, so no PTE table exists.")).toBeDefined();
		rerender(<Stage moments={moments} step={0} kernel="4.6.2" />);
		expect(screen.getByText("PGD is empty: nothing is mapped.")).toBeDefined();
	});

	it("explains only the marks that occur, under each lens", async () => {
		render(<Stage moments={await momentsOf("thp-split-dontneed", "4.6.2")} step={6} kernel="4.6.2" />);
		const words = () =>
			within(screen.getByRole("list", { name: "Legend" }))
				.getAllByRole("listitem")
				.map((item) => item.textContent);
		expect(words()).toEqual(["written, not reported: missed", "mapped, not soft-dirty", "not mapped", "selected"]);
		await userEvent.click(screen.getByRole("radio", { name: "write" }));
		expect(words()).toEqual(["writable", "not mapped", "selected"]);
		await userEvent.click(screen.getByRole("radio", { name: "changed" }));
		expect(words()).toEqual(["changed", "gone in this step", "selected"]);
	});

	it("goes to another process by name", async () => {
		// jsdom lacks it; react-aria looks for the focused option with it.
		vi.stubGlobal("CSS", { escape: (text: string) => text });
		const moments = await momentsOf("thp-fork-cow", "6.12");
		render(<Stage moments={moments} step={6} kernel="6.12" />);
		await userEvent.click(screen.getByRole("button", { name: /Region/ }));
		await userEvent.click(await screen.findByRole("option", { name: /^B: heap/ }, { timeout: 15_000 }));
		expect(screen.getByRole("status", { name: "" }).textContent).toBe("B heap 0");
		expect(screen.getByRole("heading", { name: "PMD[0] · one huge entry" })).toBeDefined();
		vi.unstubAllGlobals();
	});

	it("has a text twin of real tables, and copies it as plain text", async () => {
		const user = userEvent.setup();
		render(<Stage moments={await momentsOf("thp-split-dontneed", "4.6.2")} step={6} kernel="4.6.2" />);
		await user.click(screen.getByRole("button", { name: "Text" }));
		const [, entries] = screen.getAllByRole("table");
		const rows = within(present(entries, "the table of entries")).getAllByRole("row");
		expect(rows.map((row) => row.textContent).filter((text) => text?.includes("MISSED"))).toEqual([
			"3heap+0x3000PTE0x8000000000000027P W U A NX356 63MISSEDwritten, not reported: missed",
		]);
		await user.click(screen.getByRole("button", { name: "Copy as plain text" }));
		const copied = await navigator.clipboard.readText();
		expect(copied.split("\n")[0]).toBe("on 4.6.2, after step 6");
		expect(copied).toContain("MISSED");
		// A row of the twin selects like a cell of the picture.
		await user.click(screen.getByRole("button", { name: "257–511" }));
		expect(screen.getAllByRole("status").map(({ textContent }) => textContent)).toContain("A heap 257");
	});

	it("stands twice side by side, each with its own cells", async () => {
		const [old, fixed] = await Promise.all([momentsOf("thp-split-dontneed", "4.6.2"), momentsOf("thp-split-dontneed", "4.8.15")]);
		render(
			<>
				<Stage moments={old} step={6} kernel="4.6.2" />
				<Stage moments={fixed} step={6} kernel="4.8.15" />
			</>,
		);
		const cells = screen.getAllByRole("gridcell");
		expect(new Set(cells.map(({ id }) => id)).size).toBe(2);
		expect(cells.map(({ textContent }) => textContent?.includes("missed"))).toEqual([true, false]);
	});
});

import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { describeEntry } from "../../sim/arch/x86_64_fields.ts";
import { layout48 } from "../../sim/kernels/layouts.ts";
import type { Selection } from "../../state/stage.ts";
import { EntryView } from "./entry_view.tsx";
import { pageOf, recordedModel } from "./recorded_fixture.ts";

/** Text of a row, without its explanation. */
function rowsOf(label: string): readonly string[] {
	const list = screen.getByRole("list", { name: label });
	return [...list.querySelectorAll("summary")].map((summary) => (summary.textContent ?? "").replace(/\s+/g, " ").trim());
}

describe("the entry of the lost bit", () => {
	test("shows word, rows, pagemap, walk, VMA and folio", async () => {
		render(<EntryView model={await recordedModel("thp-split-dontneed", "4.6.2", 6, 3)} />);
		expect(screen.getByRole("heading", { level: 2 }).textContent).toBe("heap+0x3000 · PTE 3");
		expect(screen.getByText("missed")).toBeTruthy();
		expect(screen.getByRole("img", { name: "0x800xxxxxxxxxx027, where x was not recorded" })).toBeTruthy();
		expect(rowsOf("Bits of the PTE")).toEqual([
			"soft-dirtybit 110 was 1 written since clear_refs, not reported",
			"dirtybit 60 was 1 moved to the folio (PG_dirty)",
			"writebit 11 writes do not fault: soft-dirty will miss them",
			"accessedbit 51",
			"presentbit 01",
			"framebits 51–12frame 3",
		]);
		expect(rowsOf("Bits of the pagemap word")[0]).toBe("soft-dirtybit 550 was 1 written since clear_refs, not reported");
		expect(screen.getByText("PGD[32] PUD[0] PMD[0] PTE[3] + 0x0")).toBeTruthy();
		const walk = within(screen.getByRole("table", { name: /Level walk/ }));
		expect(walk.getAllByRole("row").map((row) => row.textContent)).toEqual([
			"EntryAddress bitsIndex in binaryFound",
			"PGD[32]47–39000100000a PUD table",
			"PUD[0]38–30000000000a PMD table",
			"PMD[0]29–21000000000a PTE table was a huge page of 2M",
			"PTE[3]20–12000000011the page",
			"+ 0x011–0offset in the page",
		]);
		const flags = (region: string) => screen.getByRole("region", { name: region }).querySelector("details > summary")?.textContent;
		expect(flags("VMA")).toBe("flagshg VM_HUGEPAGE");
		expect(flags("Folio")).toBe("flagsanondirty set in this stepswapbackedlarge");
	});

	test("the ruler has a text twin that names every bit and what changed", async () => {
		render(<EntryView model={await recordedModel("thp-split-dontneed", "4.6.2", 6, 3)} />);
		expect(screen.getByText(/^PTE, from bit 63/).textContent).toBe(
			"PTE, from bit 63 to bit 0. Set: no-execute (bit 63), accessed (bit 5), user (bit 2), write (bit 1), present (bit 0). " +
				"Clear: devmap (bit 58), soft-dirty (bit 11), special (bit 9), global (bit 8), PAT (bit 7), dirty (bit 6), cache disable (bit 4), write-through (bit 3). " +
				"protection key in bits 62–59: 0. frame in bits 51–12: frame 3. Changed in this step: soft-dirty, dirty.",
		);
	});

	test("a row opens to its meaning, by keyboard", async () => {
		const user = userEvent.setup();
		render(<EntryView model={await recordedModel("thp-split-dontneed", "4.6.2", 6, 3)} />);
		const row = screen.getByRole("list", { name: "Bits of the PTE" }).querySelector("details");
		expect(row?.open).toBe(false);
		row?.querySelector("summary")?.focus();
		await user.click(row?.querySelector("summary") as HTMLElement);
		expect(row?.open).toBe(true);
		expect(within(row as HTMLElement).getByText("_PAGE_SOFT_DIRTY")).toBeTruthy();
	});

	test("copies the word with its gaps, and says when it cannot", async () => {
		const user = userEvent.setup();
		render(<EntryView model={await recordedModel("thp-split-dontneed", "4.6.2", 6, 3)} />);
		await user.click(screen.getByRole("button", { name: /Copy the PTE/ }));
		expect(await navigator.clipboard.readText()).toBe("0x800xxxxxxxxxx027");
		expect(screen.getByText("Copied.")).toBeTruthy();
		Object.defineProperty(navigator, "clipboard", { configurable: true, value: undefined });
		await user.click(screen.getByRole("button", { name: /Copy the pagemap word/ }));
		expect(screen.getByText("The browser does not let us copy: select the digits instead.")).toBeTruthy();
	});

	test("names what another kernel holds", async () => {
		const model = await recordedModel("thp-split-dontneed", "4.6.2", 6, 3);
		const entry = describeEntry(layout48, 0, 0x8000_0000_0000_0827n, pageOf(model).entry);
		render(<EntryView model={model} other={{ title: "4.8.15", exclusive: false, entry, note: "Parted in step 6." }} />);
		expect(screen.getByText("4.8.15 holds").parentElement?.textContent).toBe(
			"4.8.15 holds 0x800xxxxxxxxxx827 (PTE): differs in soft-dirty only.Parted in step 6.",
		);
	});
});

test("an empty selection asks for one", async () => {
	render(<EntryView model={{ kind: "empty", title: "Nothing selected", about: "Choose a page." }} />);
	expect(screen.getByRole("heading", { name: "Nothing selected" })).toBeTruthy();
	expect(screen.queryByRole("list")).toBeNull();
});

test("other pages of the same frame lead there", async () => {
	const user = userEvent.setup();
	const chosen: Selection[] = [];
	render(<EntryView model={await recordedModel("ksm-loses-soft-dirty", "6.12", 7, 2)} onSelect={(selection) => chosen.push(selection)} />);
	await user.click(screen.getByRole("button", { name: "A: heap+0x3000 (5 pages)" }));
	expect(chosen).toEqual([{ process: "A", region: "heap", page: 3 }]);
});

test("an empty entry has no rows to show, but a walk that says where it ended", async () => {
	render(<EntryView model={await recordedModel("thp-split-dontneed", "4.6.2", 1, 3)} />);
	expect(screen.getAllByText("empty PGD")).toHaveLength(2);
	expect(screen.queryByRole("list", { name: "Bits of the PGD" })).toBeNull();
	expect(screen.getByText("PGD: all 64 bits are 0.")).toBeTruthy();
	expect(screen.getByText("None: the entry stands for no page.")).toBeTruthy();
});

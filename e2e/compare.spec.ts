import { expectAccessible } from "./accessibility.ts";
import { expect, test } from "./fixture.ts";

test("two kernels part: found by one key and marked, by keyboard alone @dark", async ({ explorer, page }) => {
	await explorer.open({ scenario: "thp-split-dontneed", kernel: "4.6.2", source: "model", step: 0 });
	await explorer.press("c");
	await explorer.focusOn(page.getByRole("listbox", { name: "Compare with" }).getByRole("option").first());
	await page.keyboard.type("4.8.15");
	await explorer.press("Enter");
	const comparison = page.getByRole("region", { name: "Comparison" });
	await expect(comparison).toContainText("The same here. The first difference is after step 6");
	await expect(explorer.timeline).not.toHaveAttribute("aria-valuetext", /differs/);

	await explorer.press("d");
	expect(await explorer.step()).toBe(6);
	await expect(comparison.getByRole("status")).toHaveText(
		"Step 6: 4.6.2 clears soft-dirty on 511 pages of heap, 4.8.15 does not: __split_huge_pmd_locked.",
	);
	await expect(comparison).toContainText("511 pages differ");
	await expect(explorer.timeline).toHaveAttribute("aria-valuetext", /differs from 4\.8\.15/);
	await expect(page).toHaveURL(/cmp=model\.4\.8\.15/);
	await expect(page.getByRole("tree", { name: "Page tables of 4.8.15" })).toBeVisible();
	const entry = page.getByRole("region", { name: "Entry", exact: true });
	await expect(entry).toContainText("4.8.15 holds");
	await expect(entry).toContainText("soft-dirty only");
	await expectAccessible(page);

	const here = page.getByRole("grid", { name: /^PTE table/ }).first();
	await explorer.tabTo(here);
	await explorer.press("ArrowRight");
	await expect(here).toContainText("differs: soft-dirty 0, there 1");

	await explorer.press("c");
	await page.keyboard.type("no comparison");
	await explorer.press("Enter");
	await expect(comparison).toBeHidden();
});

test("a bit is blamed on a function and watched, by keyboard alone", async ({ explorer, page }) => {
	await explorer.open("#v2&s=thp-split-dontneed&k=4.6.2&src=model&at=6&sel=A.heap.3");
	const entry = page.getByRole("region", { name: "Entry", exact: true });
	// The function that lost the bit leads into the step.
	const bits = entry.getByRole("list", { name: "Bits of the PTE", exact: true });
	const blamed = bits.getByRole("button", { name: "soft-dirty last changed in step 6.3 by __split_huge_pmd_locked: go there" });
	const table = page.getByRole("grid", { name: /^PTE table/ });
	await table.focus();
	await explorer.tabTo(blamed);
	await explorer.press("Enter");
	await expect(explorer.timeline).toHaveAttribute("aria-valuetext", /micro-step 3 of 5: __split_huge_pmd_locked, build 512 entries/);
	await explorer.press("ArrowRight");
	expect(await explorer.step()).toBe(6);

	await table.focus();
	await explorer.tabTo(bits.locator("summary").first());
	await explorer.press("Enter");
	await expect(bits).toContainText("Last changed in step 6.3 by __split_huge_pmd_locked: 1 → 0.");
	await explorer.tabTo(bits.getByRole("button", { name: "Watch on the timeline" }));
	await explorer.press("Enter");
	const watched = page.getByRole("list", { name: "Watched bits" });
	await expect(watched).toContainText(
		"not there at the start, set from step 3 on, clear from step 4 on, set from step 5 on, clear from step 6 on",
	);
	await explorer.tabTo(watched.getByRole("button", { name: /^Previous change/ }));
	await explorer.press("Enter");
	expect(await explorer.step()).toBe(5);
	await expectAccessible(page);
	await explorer.press("Tab", "Tab", "Enter");
	await expect(watched).toBeHidden();
});

test("a narrow screen shows one side at a time, and a link brings the comparison back", async ({ explorer, page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await explorer.open("#v2&s=thp-split-clean&k=6.1&src=recording&at=4&cmp=recording.6.12");
	const comparison = page.getByRole("region", { name: "Comparison" });
	await explorer.press("n");
	expect(await explorer.step()).toBe(5);
	await expect(comparison.getByRole("status")).toHaveText(
		"Step 5: 6.12 sets soft-dirty on 511 pages of heap, 6.1 does not: __split_huge_pmd_locked.",
	);
	await expectAccessible(page);
	await page.getByRole("radio", { name: "6.12" }).click();
	await expect(page.getByRole("tree", { name: "Page tables of 6.12" })).toBeVisible();
	expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
	await page.getByRole("tab", { name: "Entry" }).click();
	await explorer.idle();
	await expect(page.getByRole("tabpanel")).toContainText("6.12 holds");
	await expectAccessible(page);
});

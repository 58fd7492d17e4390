import { expect, test } from "./fixture.ts";

test("the gallery finds a scenario and opens it", async ({ explorer, page }) => {
	await explorer.open();
	await explorer.press("g");
	await expect(page.getByRole("dialog").getByRole("status")).toContainText("271 of 271");
	await page.keyboard.type("ksm-loses");
	await expect(page.getByRole("dialog").getByRole("status")).toContainText("1 of 271");
	await explorer.press("ArrowDown", "Enter");
	await expect(page.getByRole("dialog")).toBeHidden();
	await expect(page).toHaveURL(/s=ksm-loses-soft-dirty/);
	expect(await explorer.step()).toBe(0);
});

test("the palette chooses a kernel", async ({ explorer, page }) => {
	await explorer.open();
	await explorer.press("ArrowRight", "Control+k");
	await explorer.focusOn(page.getByRole("dialog").getByRole("searchbox"));
	await page.keyboard.type("4.8.15");
	await explorer.press("Enter");
	await expect(page.getByRole("dialog")).toBeHidden();
	await expect(explorer.kernel()).toContainText("4.8.15");
	await expect(explorer.verdict).toContainText("none missed");
});

test("single keys can be switched off, and stay off", async ({ explorer, page }) => {
	await explorer.open();
	await explorer.press("?");
	await page.getByRole("switch").focus();
	await explorer.press("Space", "Escape", "f");
	await expect(explorer.kernel()).toContainText("4.6.2");
	await page.reload();
	await explorer.idle();
	await explorer.press("f", "g");
	await expect(explorer.kernel()).toContainText("4.6.2");
	await expect(page.getByRole("dialog")).toBeHidden();
	// Keys that type nothing still work.
	await explorer.press("ArrowRight");
	expect(await explorer.step()).toBe(6);
});

test("micro-steps of the model name the kernel function", async ({ explorer, page }) => {
	await explorer.open({ scenario: "thp-split-dontneed", kernel: "4.6.2", source: "model", step: 5 });
	await expect(explorer.agreement).toHaveText("✓ as recorded on 4.6.2");
	const functions: string[] = [];
	for (let micro = 0; micro < 4; micro++) {
		await explorer.press("Shift+ArrowRight");
		functions.push((await explorer.timeline.getAttribute("aria-valuetext")) ?? "");
	}
	expect(functions.join("\n")).toContain("__split_huge_pmd_locked");
	expect(await explorer.step()).toBe(5);
	await explorer.press("Shift+ArrowLeft");
	await expect(explorer.timeline).toHaveAttribute("aria-valuetext", functions[2] ?? "");
	await expect(page.getByRole("contentinfo")).toContainText("__split_huge_pmd_locked");
});

test("a page chosen in the table is the page of the entry panel and of the link", async ({ explorer, page }) => {
	await explorer.open();
	await explorer.press("ArrowRight");
	const table = page.getByRole("grid", { name: /^PTE table of PMD\[0\]/ });
	await table.focus();
	await explorer.press("ArrowRight", "ArrowRight", "Enter");
	await expect(page.getByRole("region", { name: "Entry", exact: true })).toContainText("heap+0x5000");
	await expect(page).toHaveURL(/sel=A\.heap\.5/);
	// The arrows moved in the table, not in time.
	expect(await explorer.step()).toBe(6);
});

import { expect, test } from "./fixture.ts";

test("the first screen stands one key press before the 2016 bug", async ({ explorer }) => {
	await explorer.open();
	await expect(explorer.page.getByRole("heading", { level: 1 })).toContainText("A partial MADV_DONTNEED splits the PMD mapping");
	await expect(explorer.kernel()).toContainText("4.6.2");
	expect(await explorer.step()).toBe(5);
	await expect(explorer.verdict).toContainText("written since clear 1");
	await expect(explorer.verdict).toContainText("none missed");
	await expect(explorer.page.getByText("is it still set?")).toBeVisible();
});

for (const source of ["recorded", "modelled"]) {
	test(`the bug and its fix, by keyboard alone, as ${source}`, async ({ explorer }) => {
		await explorer.open();
		await explorer.tabTo(explorer.page.getByRole("radio", { name: "recorded" }));
		if (source === "modelled") await explorer.press("ArrowRight", "Space");
		await expect(explorer.page.getByRole("radio", { name: source })).toBeChecked();
		// Out of the switch, whose own keys the arrows are.
		await explorer.tabTo(explorer.page.getByRole("button", { name: "Gallery" }));
		expect(await explorer.step()).toBe(5);

		await explorer.press("ArrowRight");
		expect(await explorer.step()).toBe(6);
		await expect(explorer.verdict).toContainText("MISSED heap+0x3000");

		await explorer.tabTo(explorer.kernel(), "Shift+Tab");
		await explorer.press("Enter");
		await explorer.focusOn(explorer.page.getByRole("option", { name: /^4\.6\.2/ }));
		await explorer.page.keyboard.type("4.8.15");
		await explorer.press("Enter");
		await expect(explorer.kernel()).toContainText("4.8.15");
		expect(await explorer.step()).toBe(6);
		await expect(explorer.verdict).toContainText("none missed");
		await expect(explorer.verdict).not.toContainText("MISSED");
	});
}

test("one key switches to the fixed kernel and back", async ({ explorer }) => {
	await explorer.open();
	await explorer.press("ArrowRight");
	await expect(explorer.verdict).toContainText("MISSED heap+0x3000");
	await explorer.press("f");
	await expect(explorer.kernel()).toContainText("4.8.15");
	await expect(explorer.verdict).toContainText("none missed");
	await explorer.press("f");
	await expect(explorer.verdict).toContainText("MISSED heap+0x3000");
});

import { expectAccessible } from "./accessibility.ts";
import { expect, test } from "./fixture.ts";

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;

for (const [name, viewport] of Object.entries(sizes)) {
	test.describe(name, () => {
		test.use({ viewport });

		test("the screen before and after the split @dark", async ({ explorer, page }) => {
			await explorer.open();
			await expectAccessible(page);
			await explorer.press("ArrowRight");
			await expect(explorer.verdict).toContainText("MISSED heap+0x3000");
			await expectAccessible(page);
		});

		test("a recording with several processes and an edited scenario @dark", async ({ explorer, page }) => {
			await explorer.open({ scenario: "cow-grandchild", kernel: "6.1", source: "recording", step: 8 });
			await expectAccessible(page);
			if (name === "narrow") await page.getByRole("tab", { name: "Scenario" }).click();
			await explorer.addStep("read heap");
			await expectAccessible(page);
			if (name === "narrow") {
				await page.getByRole("tab", { name: "Entry" }).click();
				await expectAccessible(page);
			}
		});

		test("gallery, palette, keys and text @dark", async ({ explorer, page }) => {
			await explorer.open();
			for (const key of ["g", "Control+k", "?"]) {
				await explorer.press(key);
				await expect(page.getByRole("dialog")).toBeVisible();
				await expectAccessible(page);
				await explorer.press("Escape");
				await expect(page.getByRole("dialog")).toBeHidden();
			}
			await page.getByRole("button", { name: "Text", exact: true }).click();
			await expect(page.getByRole("region", { name: "Page tables as text" })).toBeVisible();
			await expectAccessible(page);
		});
	});
}

test("nothing is cut off or scrolls sideways at 360 pixels", async ({ explorer, page }) => {
	await page.setViewportSize({ width: 360, height: 740 });
	await explorer.open();
	for (const tab of ["Page tables", "Scenario", "Entry"]) {
		await page.getByRole("tab", { name: tab }).click();
		await explorer.idle();
		expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
	}
	await explorer.press("k");
	const panel = page.getByRole("tabpanel", { name: "Find what breaks" });
	await expect(panel.getByRole("button", { name: "Explore" })).toBeVisible();
	expect(await panel.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
});

test("under reduced motion the split is there at once @reduced", async ({ explorer, page }) => {
	await explorer.open();
	expect(await page.evaluate(() => matchMedia("(prefers-reduced-motion: reduce)").matches)).toBe(true);
	await explorer.press("ArrowRight");
	const moving = await page.evaluate(() =>
		document
			.getAnimations()
			.filter(({ effect, playState }) => playState === "running" && Number(effect?.getComputedTiming().endTime) > 10)
			.map((animation) => animation.constructor.name),
	);
	expect(moving).toEqual([]);
	await expect(page.getByRole("region", { name: "PTE table of PMD[0]" })).toBeVisible();
});

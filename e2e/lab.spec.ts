import { expectAccessible } from "./accessibility.ts";
import { expect, test } from "./fixture.ts";

test("the lab runs the 2016 claim, counts it, and opens the lost page in the explorer", async ({ explorer, page }) => {
	await explorer.open();
	await explorer.press("l");
	const lab = page.getByRole("dialog", { name: /Trackers lab/ });
	await expect(lab.getByLabel("What the mail of 2016 claims")).toHaveValue("criu-predump");

	await lab.getByLabel(/^Writes/).fill("40");
	await lab.getByLabel(/^Given back/).fill("8");
	await lab.getByLabel("Memory").selectOption({ label: "4 MiB" });
	await lab.getByRole("button", { name: "Run under every tracker" }).click();
	await explorer.idle();
	await expect(lab.getByRole("status").first()).toHaveText("Done.");

	const judged = lab.getByRole("region", { name: "What each tracker reports" });
	await expect(judged.getByRole("row", { name: /^soft-dirty/ }).getByLabel("lost:")).toBeVisible();
	await expect(judged.getByRole("row", { name: /^mprotect/ }).getByLabel("lost:")).toHaveCount(0);
	await expect(lab.getByText(/Not on 4\.6\.2: userfaultfd-wp/)).toBeVisible();
	await expect(
		lab
			.getByRole("img", { name: /^Cost against memory size/ })
			.locator("svg path")
			.first(),
	).toBeAttached();
	await lab.getByText("The numbers of this picture").nth(1).click();
	await expect(lab.getByRole("region", { name: /^Numbers of: Cost/ }).getByRole("row", { name: /^64 GiB/ })).toBeVisible();
	await lab.getByRole("button", { name: /^Open interval 1 in the explorer/ }).click();
	await explorer.idle();
	await expect(lab).toBeHidden();
	await expect(explorer.verdict).toContainText(/missed \d+ · heap\+0x/i);
});

test("a link opens the lab with its plan, a run is cancelled at once, and what is wrong with a link is said", async ({
	explorer,
	page,
	context,
	browserName,
}) => {
	await explorer.open();
	await explorer.press("l");
	const lab = page.getByRole("dialog", { name: /Trackers lab/ });
	await lab.getByLabel("What the mail of 2016 claims").selectOption("terabyte");
	await lab.getByLabel(/^Intervals/).fill("64");
	await lab.getByRole("button", { name: "Run under every tracker" }).click();
	await expect(lab.getByRole("progressbar", { name: "Progress of the run" })).toBeVisible();
	await lab.getByRole("button", { name: "Cancel" }).click();
	await expect(lab.getByText(/^Cancelled/)).toBeVisible();
	await explorer.press("Escape");

	await explorer.follow("#lab=2.x");
	await expect(lab.getByRole("alert")).toContainText("version 2; this Pagewalk reads version 1");
	if (browserName !== "chromium") return;
	await context.grantPermissions(["clipboard-read", "clipboard-write"]);
	await lab.getByRole("button", { name: "Copy link" }).click();
	const link = await page.evaluate(() => navigator.clipboard.readText());
	await page.goto("about:blank");
	await explorer.open(new URL(link).hash);
	await expect(lab.getByLabel(/^Intervals/)).toHaveValue("64");
	await expect(lab.getByLabel("Memory")).toHaveValue(String(2 ** 28));
});

test("the lab and its results are accessible, wide and narrow @dark", async ({ explorer, page }) => {
	await explorer.open();
	await explorer.press("l");
	const lab = page.getByRole("dialog", { name: /Trackers lab/ });
	await lab.getByLabel("What the mail of 2016 claims").selectOption("one-byte");
	await lab.getByRole("button", { name: "Run under every tracker" }).click();
	await explorer.idle();
	await lab.getByText("Prices, if you have them").click();
	await expectAccessible(page, "[role=dialog]");
	await page.setViewportSize({ width: 360, height: 740 });
	await explorer.idle();
	await expectAccessible(page, "[role=dialog]");
	expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
});

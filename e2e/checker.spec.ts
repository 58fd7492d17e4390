import { expectAccessible } from "./accessibility.ts";
import { expect, test } from "./fixture.ts";

test("by keyboard alone: the bug of 2016 is found from an empty start, and its counterexample opened where it breaks @dark", async ({
	explorer,
	page,
}) => {
	await explorer.open();
	await explorer.press("k");
	const dialog = page.getByRole("dialog", { name: "Check a kernel" });
	await expect(dialog).toBeVisible();
	await expect(dialog.getByRole("combobox", { name: /^Kernel/ })).toHaveValue("4.6.2");

	await explorer.tabTo(dialog.getByRole("textbox", { name: "Of no page" }));
	await page.keyboard.type("written and wriet");
	await expect(dialog).toContainText("column 13");
	await expect(dialog.getByRole("button", { name: "Explore" })).toBeDisabled();
	await page.keyboard.press("Control+a");
	await page.keyboard.press("Delete");

	await explorer.tabTo(dialog.getByRole("button", { name: "Explore" }));
	await explorer.press("Enter");
	await expect(dialog.getByRole("status").filter({ hasText: "Exhausted" })).toContainText("root causes found");
	const finding = dialog.getByRole("article").first();
	await expect(finding).toContainText("__split_huge_pmd_locked (build 512 entries)");
	await expect(finding.getByRole("listitem")).toHaveCount(5);
	await expect(finding).toContainText("Confirmed");
	await expectAccessible(page);

	await explorer.tabTo(finding.getByRole("button", { name: "Open this counterexample" }));
	await explorer.press("Enter");
	await expect(dialog).toBeHidden();
	await expect(explorer.kernel()).toContainText("4.6.2");
	await expect(page.getByRole("contentinfo")).toContainText("__split_huge_pmd_locked");
	await explorer.press("ArrowRight");
	await expect(explorer.verdict).toContainText("MISSED heap");
});

test("an exploration stops where it was told to, and says which limit it met", async ({ explorer, page }) => {
	await explorer.open();
	await explorer.press("k");
	const dialog = page.getByRole("dialog", { name: "Check a kernel" });
	const limits = dialog.getByRole("group", { name: "Where to stop, at the latest" });
	const explore = dialog.getByRole("button", { name: "Explore" });
	/** As a person does it: `fill` adds to what stands in a number field of Firefox. */
	const retype = async (label: string, text: string) => {
		await limits.getByLabel(label).focus();
		await page.keyboard.press("Control+a");
		await page.keyboard.type(text);
	};
	await explorer.tabTo(limits.getByLabel("Steps"));
	await retype("Distinct states", "12");
	const states = limits.getByLabel("Distinct states");
	await expect(states).toHaveAttribute("aria-invalid", "true");
	await expect(states).toHaveAccessibleDescription("a whole number from 100 to 20,000,000");
	await expect(limits.getByText("a whole number from 100 to 20,000,000")).toBeVisible();
	await expect(explore).toBeDisabled();
	await expectAccessible(page);
	await retype("Distinct states", "1000");
	await explore.click();
	await expect(dialog.getByRole("status").filter({ hasText: "Stopped" })).toContainText("Stopped at 1,000 states, as asked");

	await retype("Distinct states", "20000000");
	await retype("Steps", "100");
	await retype("Seconds", "1");
	await explore.click();
	await expect(dialog.getByRole("status").filter({ hasText: "Stopped" })).toContainText("the time was up");
});

test("a kernel derived by dropping the fix loses the bit, in the matrix and by link", async ({ explorer, page }) => {
	await explorer.open({ scenario: "thp-split-dontneed", kernel: "6.1", source: "model" });
	await explorer.press("k");
	const dialog = page.getByRole("dialog");
	await dialog.getByRole("tab", { name: "What happens to each bit" }).click();
	await dialog.getByText("Derive a kernel").click();
	await dialog.getByRole("checkbox", { name: /splitCarriesSoftDirty/ }).check();
	await dialog.getByRole("combobox", { name: /^Laid over it/ }).selectOption("6.1");
	await dialog.getByRole("checkbox", { name: "only where they differ" }).check();
	await explorer.idle();
	await expectAccessible(page);
	const lost = dialog.getByRole("button", { name: "soft-dirty lost: open it on 6.1~splitCarriesSoftDirty" }).first();
	await lost.click();
	await explorer.idle();
	await expect(explorer.verdict).toContainText("MISSED");
	await expect(page).toHaveURL(/k=6\.1~splitCarriesSoftDirty/);
	await page.reload();
	await explorer.idle();
	await expect(explorer.verdict).toContainText("MISSED");
	await expect(explorer.kernel()).toContainText("6.1~splitCarriesSoftDirty");
});

import { expect, test } from "./fixture.ts";

test("the verdict on userfaultfd stands beside the one on soft-dirty, and the cells can show it", async ({ explorer, page }) => {
	await explorer.open({ scenario: "wp-thp-migrate", kernel: "5.15.0", step: 5 });
	const watch = page.getByRole("region", { name: "Verdict on uffd-wp messages" });
	await expect(watch).toBeHidden();
	await explorer.press("ArrowRight");
	await expect(watch).toContainText("written since armed 0");
	await explorer.press("ArrowRight");
	await expect(watch).toContainText("unprotected 512");
	await explorer.press("ArrowRight", "ArrowRight");
	await expect(watch).toContainText("MISSED heap+0x3000");
	await expect(explorer.verdict).toContainText("none missed");
	await explorer.tabTo(page.getByRole("button", { name: "Show the verdict on uffd-wp messages in the cells" }), "Shift+Tab");
	await explorer.press("Enter");
	await expect(page.getByRole("button", { name: "Show the verdict on uffd-wp messages in the cells" })).toHaveAttribute(
		"aria-pressed",
		"true",
	);
	await explorer.follow("#v1&s=sd-two-scanners&k=6.12&src=recording&at=5");
	await expect(explorer.verdict).toContainText("a second reader, who cleared at step 3, would miss 1 (cleared again at step 5)");
	await expect(explorer.verdict).not.toContainText("MISSED");
});

import { expect, test } from "./fixture.ts";

test("an added step runs on the model, loses the mark of the recording, and can be undone", async ({ explorer, page }) => {
	await explorer.open();
	await expect(explorer.agreement).toHaveText("recorded on 4.6.2");
	await explorer.addStep("write heap+0x3000");
	await expect(page.getByRole("row", { name: /^Step \d+, (A: )?write heap\+0x3000/ })).toHaveCount(2);
	await expect(explorer.agreement).toHaveText(/edited/);
	await expect(page.getByRole("radio", { name: "modelled" })).toBeChecked();
	await explorer.press("Escape", "Control+z");
	await expect(page.getByRole("row", { name: /^Step \d+, (A: )?write heap\+0x3000/ })).toHaveCount(1);
	await expect(explorer.agreement).toHaveText("✓ as recorded on 4.6.2");
});

test("half a migration can be stood in: the entry, and who waits for it", async ({ explorer, page }) => {
	await explorer.open();
	await explorer.addStep("migrate begin heap+0x3000 4K node1");
	const entry = page.getByRole("region", { name: /^Entry/ });
	await expect(entry).toContainText(/migration PTE/);
	await expect(entry).toContainText(/moving\s*from .* to a new frame/);
	await explorer.press("Escape");
	await explorer.addStep("read heap+0x3000");
	await expect(page.getByRole("row", { name: /^Step \d+, (A: )?read heap\+0x3000/ }).last()).toContainText("blocked");
});

test("a line that cannot be read says where, keeps what was typed, and changes nothing", async ({ explorer, page }) => {
	await explorer.open();
	const before = await page.getByRole("row", { name: /^Step / }).count();
	const line = await explorer.newStep();
	await line.pressSequentially("write haep+0x3000");
	await page.keyboard.press("Enter");
	await explorer.idle();
	await expect(page.getByRole("region", { name: "Scenario", exact: true })).toContainText(/haep/);
	await expect(line).toHaveValue("write haep+0x3000");
	await expect(page.getByRole("row", { name: /^Step / })).toHaveCount(before);
});

test("an edited scenario survives a reload, and its link opens it elsewhere", async ({ explorer, page, context }) => {
	await explorer.open();
	await explorer.addStep("read heap+0x7000");
	const edited = page.getByRole("row", { name: /^Step \d+, (A: )?read heap\+0x7000/ });
	await expect(edited).toHaveCount(1);
	const link = page.url();
	await page.reload();
	await explorer.idle();
	await expect(edited).toHaveCount(1);

	const elsewhere = await context.newPage();
	await elsewhere.goto(link);
	await expect(elsewhere.getByRole("row", { name: /^Step \d+, (A: )?read heap\+0x7000/ })).toHaveCount(1);
});

test("a step is taken out and put back by its menu", async ({ explorer, page }) => {
	await explorer.open();
	const steps = page.getByRole("row", { name: /^Step / });
	await expect(steps).toHaveCount(9);
	await page.getByRole("button", { name: "Actions for step 6" }).click();
	await page.getByRole("menuitem", { name: /delete|remove/i }).click();
	await explorer.idle();
	await expect(steps).toHaveCount(8);
	await explorer.press("Control+z");
	await expect(steps).toHaveCount(9);
});

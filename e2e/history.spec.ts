import { gzipSync } from "node:zlib";
import { expectAccessible } from "./accessibility.ts";
import { expect, test } from "./fixture.ts";

const STEPS = 5000;
const RUN = "#v1&s=thp-split-dontneed&k=6.12&src=model&at=6";

test("an edit in the past keeps the old future as a branch, to go to and to name by keyboard", async ({ explorer, page }) => {
	await explorer.open(RUN);
	const steps = page.getByRole("row", { name: /^Step / });
	const branches = page.getByRole("region", { name: "Branches" });
	await expect(branches).toHaveCount(0);
	await page.getByRole("button", { name: "Actions for step 4" }).click();
	await page.getByRole("menuitem", { name: /delete|remove/i }).click();
	await explorer.idle();
	await expect(steps).toHaveCount(8);
	const first = branches.getByRole("button", { name: /^first branch, 9 steps/ });
	const edited = branches.getByRole("button", { name: /^without step 4, 8 steps, leaves “first branch” after step 3/ });
	await expect(edited).toHaveAttribute("aria-current", "true");
	await first.focus();
	await explorer.press("Enter");
	await expect(steps).toHaveCount(9);
	await expect(explorer.agreement).toHaveText(/as recorded on 6\.12|recorded on 6\.12/);
	await edited.focus();
	await explorer.press("Enter");
	await page.getByRole("button", { name: "Name", exact: true }).focus();
	await explorer.press("Enter");
	await page.keyboard.type("no clear_refs");
	await explorer.press("Enter");
	await expect(branches.getByRole("button", { name: /^no clear_refs, 8 steps/ })).toHaveAttribute("aria-current", "true");
});

test("a link brings its branches along, and they can be reached by everybody", async ({ explorer, page }) => {
	await explorer.open("#v2&t=Iy7DmfjG5KFoA3MRFinV6lSj50djSH4EZi7k_IhqATxMCeVL49paAA&k=6.12&src=model&at=2.1");
	await expect(
		page.getByRole("region", { name: "Branches" }).getByRole("button", { name: /^step 2: A: read heap, 3 steps/ }),
	).toBeVisible();
	await expectAccessible(page);
});

test("branches come back with the session; a deleted one comes back by undo", async ({ explorer, page }) => {
	await explorer.open(RUN);
	await page.getByRole("button", { name: "Actions for step 4" }).click();
	await page.getByRole("menuitem", { name: /delete|remove/i }).click();
	await explorer.idle();
	await page.reload();
	await explorer.idle();
	const branches = page.getByRole("region", { name: "Branches" });
	const edited = branches.getByRole("button", { name: /^without step 4/ });
	await expect(edited).toHaveAttribute("aria-current", "true");
	await page.getByRole("button", { name: "Delete", exact: true }).focus();
	await explorer.press("Enter");
	await expect(branches).toHaveCount(0);
	await page.locator("body").press("Control+z");
	await explorer.idle();
	await expect(edited).toHaveAttribute("aria-current", "true");
});

test("a machine that breaks is started again, and stands where it stood", async ({ explorer, page }) => {
	let served = 0;
	await page.route(/machine\.worker[^/]*\.js$/, async (route) => {
		const response = await route.fetch();
		// The first one throws out of everything after it has answered a few times.
		const fault =
			"let heard = 0; addEventListener('message', () => { if (++heard === 8) setTimeout(() => { throw new Error('injected fault'); }); });";
		await route.fulfill({ response, body: served++ === 0 ? `${fault}\n${await response.text()}` : await response.text() });
	});
	explorer.allowComplaint(/injected fault/);
	await explorer.open(RUN);
	await explorer.press("Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight");
	await expect(page.getByRole("status").filter({ hasText: "was started again" })).toContainText("injected fault");
	expect(await explorer.step()).toBe(6);
	await explorer.press("ArrowRight");
	expect(await explorer.step()).toBe(7);
	await expect(explorer.problem).toBeEmpty();
	expect(served).toBe(2);
});

test("files are opened from the dialog, refused with the place, and run however long they are", async ({ explorer, page }) => {
	await explorer.open();
	await explorer.press("e");
	const dialog = page.getByRole("dialog", { name: "Files" });
	await dialog.getByRole("textbox", { name: "Or paste its text" }).fill('{"branches":[{}],"version":1}');
	await dialog.getByRole("button", { name: "Open the pasted text" }).click();
	await expect(dialog.getByRole("status")).toContainText("the session, at id: it is missing");
	const lines = Array.from({ length: STEPS }, (_, i) => (i === 0 ? "A: map heap 4M" : `A: write heap+${((i * 37) % 1024) * 4}K`));
	const walk = gzipSync(`# A long walk\n${lines.join("\n")}\n`);
	const file = { name: "long.walk.gz", mimeType: "application/gzip", buffer: walk };
	await page.locator("input[type=file]").setInputFiles(file);
	await expect(dialog).toHaveCount(0);
	await explorer.idle();
	await expect(page.getByRole("heading", { level: 1 })).toContainText("A long walk");
	await explorer.press("End");
	expect(await explorer.step()).toBe(STEPS);
	await expect(page.getByRole("row", { name: /^Step / }).last()).toHaveAccessibleName(new RegExp(`^Step ${STEPS}, `));
	// A list of thousands of rows has few of them in the document.
	expect(await page.getByRole("row", { name: /^Step / }).count()).toBeLessThan(200);
	await expectAccessible(page);

	// Its rows are reached and edited like those of a short one.
	const row = (step: number) => page.getByRole("row", { name: new RegExp(`^Step ${step}, `) });
	await row(STEPS).focus();
	await page.keyboard.press("Home");
	await explorer.focusOn(row(1));
	await page.keyboard.press("ArrowDown");
	await explorer.focusOn(row(2));
	await explorer.press("Enter");
	expect(await explorer.step()).toBe(2);
	await page.keyboard.press("End");
	await explorer.focusOn(row(STEPS));
	await page.keyboard.press("F2");
	const line = page.getByRole("combobox", { name: `Step ${STEPS}` });
	await explorer.focusOn(line);
	await page.keyboard.press("ControlOrMeta+A");
	await page.keyboard.type("A: clear_refs");
	await explorer.press("Enter");
	await explorer.focusOn(row(STEPS));
	await expect(row(STEPS)).toContainText("clear_refs");
	await expect(row(STEPS)).toBeInViewport({ ratio: 1 });
	await explorer.press("Delete");
	await explorer.focusOn(row(STEPS - 1));
	await page.keyboard.press("PageUp");
	await expect(row(STEPS - 1)).not.toBeFocused();
	await expect(page.locator("[role=row]:focus")).toBeInViewport({ ratio: 1 });
});

test("the picture and the session are saved @chromium", async ({ explorer, page }) => {
	await explorer.open();
	await explorer.press("e");
	const dialog = page.getByRole("dialog", { name: "Files" });
	await expectAccessible(page);
	const saved = async (name: string) => {
		const download = page.waitForEvent("download");
		await dialog.getByRole("button", { name, exact: true }).click();
		const stream = await (await download).createReadStream();
		const chunks: Buffer[] = [];
		for await (const chunk of stream) chunks.push(Buffer.from(chunk));
		return Buffer.concat(chunks);
	};
	const png = await saved("PNG");
	expect(png.subarray(1, 4).toString()).toBe("PNG");
	expect(png.length).toBeGreaterThan(10_000);
	const svg = (await saved("SVG")).toString();
	expect(svg).toContain("thp-split-dontneed on 4.6.2 (recorded), after step 5");
	expect(svg.match(/<path /g)?.length).toBeGreaterThan(20);
	expect(JSON.parse((await saved("Session")).toString())).toMatchObject({ version: 1, scenario: "thp-split-dontneed", kernel: "4.6.2" });
	expect((await saved("/proc/PID/pagemap")).toString()).toMatch(/^100000000000 {2}[0-9a-f.]{16} /m);
});

test("embedded, it is the picture alone, and a page around it steps by messages", async ({ explorer, page }) => {
	await page.goto("./?embed#v2&s=thp-split-dontneed&k=4.6.2&src=recording&at=5");
	await explorer.idle();
	await expect(page.getByRole("banner")).toHaveCount(0);
	await expect(page.getByRole("tree", { name: "Page tables" })).toBeVisible();
	await expectAccessible(page);
	await explorer.press("ArrowRight");
	await expect(page.getByText("4.6.2 · step 6 of 9")).toBeVisible();
	const answer = await page.evaluate(
		() =>
			new Promise<unknown>((resolve) => {
				window.addEventListener("message", ({ data }) => {
					if (typeof data === "object" && data !== null && "state" in data) resolve(data);
				});
				window.postMessage({ pagewalk: 1, id: 7, command: "kernel", kernel: "4.8.15" });
			}),
	);
	expect(answer).toMatchObject({ pagewalk: 1, id: 7, state: { kernel: "4.8.15", step: 6, problem: null } });
});

test.describe("without a network", () => {
	test.use({ serviceWorkers: "allow" });

	test("it opens again after the first load, with the machine and what was seen", async ({ explorer, page, context }) => {
		await explorer.open();
		await page.evaluate(async () => {
			await navigator.serviceWorker.ready;
			if (navigator.serviceWorker.controller !== null) return;
			await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
		});
		await explorer.follow("#v2&s=sd-simple&k=6.12&src=recording&at=1");
		await explorer.idle();
		await context.setOffline(true);
		explorer.allowComplaint(/ERR_INTERNET_DISCONNECTED|Failed to load|NetworkError|no-response/);
		await page.reload();
		await explorer.idle();
		await expect(page.getByRole("heading", { level: 1 })).toContainText(/soft-dirty/i);
		await explorer.follow("#v2&s=thp-split-dontneed&k=6.12&src=model&at=6");
		await explorer.press("ArrowRight");
		expect(await explorer.step()).toBe(7);
		await expect(explorer.problem).toBeEmpty();
		await context.setOffline(false);
	});
});

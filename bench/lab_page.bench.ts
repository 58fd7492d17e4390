/** The trackers lab on the screen: a terabyte under every tracker. How long the page is deaf meanwhile, and how fast a run is cancelled. */
import { report } from "./budget.ts";
import { idle, watchTasks, withPage } from "./open_page.ts";

declare global {
	interface Window {
		__cancelled: Promise<number>;
	}
}

await withPage(4176, async (page) => {
	await page.keyboard.press("l");
	const lab = page.getByRole("dialog", { name: /Trackers lab/ });
	await lab.getByLabel("What the mail of 2016 claims").selectOption("terabyte");
	await lab.getByLabel(/^Intervals/).fill("2");
	const longest = await watchTasks(page);
	const start = performance.now();
	await lab.getByRole("button", { name: "Run under every tracker" }).click();
	const seconds = () => (performance.now() - start) / 1000;
	await lab.getByText("Running: snapshot memory").waitFor({ timeout: 180_000 });
	report({ what: "an interval of a terabyte, all trackers, on the screen", value: seconds() / 2, unit: "s", atMost: 5 });
	await lab.getByText("Done.").waitFor({ timeout: 180_000 });
	report({ what: "two intervals with all that follows from them", value: seconds(), unit: "s" });
	await idle(page);
	report({ what: "longest task of the page meanwhile (below 50: 0)", value: await longest(), unit: "ms", atMost: 50 });

	await lab.getByRole("button", { name: "Run under every tracker" }).click();
	await lab.getByRole("progressbar", { name: "Progress of the run" }).waitFor();
	await page.evaluate(() => {
		const button = [...document.querySelectorAll("button")].find(({ textContent }) => textContent?.trim() === "Cancel");
		if (button === undefined) throw new Error("there is no Cancel");
		window.__cancelled = new Promise((resolve) => {
			let pressed = 0;
			button.addEventListener("click", () => {
				pressed = performance.now();
			});
			new MutationObserver((_, watch) => {
				if (!/Cancelled/.test(document.body.textContent ?? "")) return;
				watch.disconnect();
				resolve(performance.now() - pressed);
			}).observe(document.body, { childList: true, subtree: true, characterData: true });
		});
	});
	await lab.getByRole("button", { name: "Cancel" }).click();
	report({ what: "from Cancel to “Cancelled”", value: await page.evaluate(() => window.__cancelled), unit: "ms", atMost: 100 });
});

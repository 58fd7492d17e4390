/** The production build in Chromium, for measurements; the machine's own noise is part of them. */
import { chromium, type Page } from "playwright-core";
import { build, preview } from "vite";
import { knownBrowsers, launchOptions } from "../scripts/browsers.mjs";

declare global {
	interface Window {
		__longest: number;
	}
}

let built: Promise<unknown> | null = null;

/** Builds, serves on `port` and opens a link, by itself in a new browser; everything is closed when `measure` is done. */
export async function withPage(port: number, measure: (page: Page) => Promise<void>, hash = ""): Promise<void> {
	const known = knownBrowsers().chromium;
	if (known === undefined) throw new Error("no Chromium: run `node scripts/setup.mjs --browsers` first");
	built ??= build({ logLevel: "error" });
	await built;
	const server = await preview({ logLevel: "error", preview: { host: "127.0.0.1", port, open: false } });
	const browser = await chromium.launch(launchOptions("chromium", known));
	try {
		const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
		await page.goto(`${server.resolvedUrls?.local[0] ?? ""}${hash}`);
		await page.waitForFunction(() => window.__pagewalkIdle !== undefined);
		await idle(page);
		await measure(page);
	} finally {
		await browser.close();
		await server.close();
	}
}

export async function idle(page: Page): Promise<void> {
	await page.evaluate(() => window.__pagewalkIdle?.());
}

/** From now on: the longest that the page's thread was deaf, in milliseconds; tasks below 50 count as 0. */
export async function watchTasks(page: Page): Promise<() => Promise<number>> {
	await page.evaluate(() => {
		window.__longest = 0;
		new PerformanceObserver((list) => {
			for (const { duration } of list.getEntries()) window.__longest = Math.max(window.__longest, duration);
		}).observe({ type: "longtask" });
	});
	return () => page.evaluate(() => window.__longest);
}

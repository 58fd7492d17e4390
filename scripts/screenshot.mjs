/**
 * `node scripts/screenshot.mjs [FOLDER]`: the README's picture, taken of the build (`npm run build` first): the first screen after one key
 * press. With a FOLDER, wide and narrow, light and dark, before and after that key press, for looking at.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { preview } from "vite";
import { knownBrowsers, launchOptions } from "./browsers.mjs";
import { root } from "./npm.mjs";

const folder = process.argv[2];
const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

async function shoot(browser, url, { size, scheme, steps, path }) {
	const page = await browser.newPage({ viewport: sizes[size], colorScheme: scheme });
	await page.goto(url);
	await page.evaluate(() => window.__pagewalkIdle());
	for (let step = 0; step < steps; step++) {
		await page.keyboard.press("ArrowRight");
		await page.evaluate(() => window.__pagewalkIdle());
	}
	await page.screenshot({ path });
	await page.close();
	console.log(path);
}

const known = knownBrowsers().chromium;
if (known === undefined) throw new Error("no Chromium: run `node scripts/setup.mjs --browsers` first");
const server = await preview({ root, logLevel: "error", preview: { host: "127.0.0.1", port: 4174, open: false } });
const browser = await chromium.launch(launchOptions("chromium", known));
try {
	const url = server.resolvedUrls?.local[0] ?? "";
	if (folder === undefined) {
		mkdirSync(join(root, "docs"), { recursive: true });
		await shoot(browser, url, { size: "wide", scheme: "light", steps: 1, path: join(root, "docs", "screenshot.png") });
	} else {
		mkdirSync(folder, { recursive: true });
		for (const size of ["wide", "narrow"]) {
			for (const scheme of ["light", "dark"]) {
				for (const steps of [0, 1])
					await shoot(browser, url, { size, scheme, steps, path: join(folder, `${size}-${scheme}-${steps}.png`) });
			}
		}
	}
} finally {
	await browser.close();
	await server.close();
}

/**
 * From key press to paint, in Chromium on the production build: four processes with 4 MiB each, all in small pages, on the model. The
 * clock starts with the key's own time stamp and ends in the first task after the frame that shows the new step. Keys come at the pace of
 * a person who steps and looks, four a second at most, so that the browser is at rest when one comes; the same as fast as a key can
 * be pressed follows, where each press also waits for the beat of a 60 Hz screen that the one before has just used up.
 */
import { setTimeout as pause } from "node:timers/promises";
import { chromium, type Page } from "playwright-core";
import { build, preview } from "vite";
import { knownBrowsers, launchOptions } from "../scripts/browsers.mjs";
import { linkHash } from "../src/state/url.ts";
import { quantile, report } from "./budget.ts";

const processes = ["A", "B", "C", "D"];
const setup = [
	"A: map heap 4M",
	"A: write heap 4M",
	"A: fork B",
	"A: fork C",
	"A: fork D",
	...processes.map((id) => `${id}: write heap 4M`),
];
const STEPS = 200;

/** Writes, clears, drops and protections, over all processes in turn. */
function script(): string {
	const lines = [...setup];
	for (let i = 0; i < STEPS; i++) {
		const id = processes[i % processes.length];
		const page = (i * 37) % 1000;
		const operation = [
			`write heap+${page * 4}K`,
			"clear_refs",
			`advise heap+${page * 4}K 64K dontneed`,
			`write heap+${page * 4}K 64K`,
			`protect heap+${page * 4}K 16K r`,
			`protect heap+${page * 4}K 16K rw`,
			`read heap+${page * 4}K 128K`,
		][i % 7];
		lines.push(`${id}: ${operation}`);
	}
	return lines.join("\n");
}

/** Presses the key once and returns the milliseconds until the changed timeline was painted. */
async function pressed(page: Page, key: string): Promise<number> {
	await page.evaluate(() => {
		const timeline = document.querySelector("[role=slider][aria-label=Timeline]");
		if (timeline === null) throw new Error("there is no timeline");
		window.__painted = new Promise((resolve) => {
			let start = 0;
			window.addEventListener(
				"keydown",
				(event) => {
					start = event.timeStamp;
				},
				{ capture: true, once: true },
			);
			const watch = new MutationObserver(() => {
				watch.disconnect();
				requestAnimationFrame(() => {
					const channel = new MessageChannel();
					channel.port1.onmessage = () => resolve(performance.now() - start);
					channel.port2.postMessage(null);
				});
			});
			watch.observe(timeline, { attributes: true, attributeFilter: ["aria-valuetext"] });
		});
	});
	await page.keyboard.press(key);
	const took = await page.evaluate(() => window.__painted);
	await page.evaluate(() => window.__pagewalkIdle?.());
	return took;
}

/** Milliseconds between two presses, at least. */
const PERSON = 250;

declare global {
	interface Window {
		__painted: Promise<number>;
	}
}

async function measure(url: string, what: string, pace: number, budget: number | undefined): Promise<void> {
	const known = knownBrowsers().chromium;
	if (known === undefined) throw new Error("no Chromium: run `node scripts/setup.mjs --browsers` first");
	const browser = await chromium.launch(launchOptions("chromium", known));
	try {
		const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
		const link = { scenario: "", script: script(), kernel: "6.12", source: "model", cursor: { step: setup.length, micro: 0 } } as const;
		await page.goto(`${url}${linkHash(link)}`);
		await page.waitForFunction(() => window.__pagewalkIdle !== undefined);
		await page.evaluate(() => window.__pagewalkIdle?.());
		const samples: number[] = [];
		for (let step = 0; step < STEPS; step++) {
			samples.push(await pressed(page, "ArrowRight"));
			await pause(pace);
		}
		const unit = "ms";
		report({ what: `${what}, median`, value: quantile(samples, 0.5), unit });
		report({ what: `${what}, 95th percentile`, value: quantile(samples, 0.95), unit, ...(budget === undefined ? {} : { atMost: budget }) });
		report({ what: `${what}, worst of ${STEPS}`, value: quantile(samples, 1), unit });
	} finally {
		await browser.close();
	}
}

await build({ logLevel: "error" });
const server = await preview({ logLevel: "error", preview: { host: "127.0.0.1", port: 4175, open: false } });
try {
	const url = server.resolvedUrls?.local[0] ?? "";
	await measure(url, "key press to paint", PERSON, 16);
	await measure(url, "key press to paint, without a pause", 0, undefined);
} finally {
	await server.close();
}

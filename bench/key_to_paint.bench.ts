/**
 * From key press to paint, in Chromium on the production build: four processes with 4 MiB each, all in small pages, on the model. The
 * clock starts with the key's own time stamp and ends in the first task after the frame that shows the new step in tables, timeline and words (the Entry panel and the mark in the list follow a frame later). Keys come at the pace of
 * a person, five a second, so that the browser is at rest when one comes; the same as fast as a held key repeats follows, where a
 * press may also wait for the beat of a 60 Hz screen that the one before has just used up.
 */
import { setTimeout as pause } from "node:timers/promises";
import { linkHash } from "../src/state/url.ts";
import { quantile, report } from "./budget.ts";
import { idle, withPage } from "./open_page.ts";

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

declare global {
	interface Window {
		__took: number[];
	}
}

/** Inside the page: for each key that moves the timeline, the milliseconds until that was painted. Nobody asks while it is measured. */
function watchKeys(): void {
	const timeline = document.querySelector("[role=slider][aria-label=Timeline]");
	if (timeline === null) throw new Error("there is no timeline");
	window.__took = [];
	let start = 0;
	const down = (event: KeyboardEvent) => {
		start = event.timeStamp;
	};
	window.addEventListener("keydown", down, { capture: true });
	const watch = new MutationObserver(() => {
		const began = start;
		// Above all timers and messages, so that nothing that only waits for the frame comes between.
		requestAnimationFrame(() => {
			void scheduler.postTask(() => window.__took.push(performance.now() - began), { priority: "user-blocking" });
		});
	});
	watch.observe(timeline, { attributes: true, attributeFilter: ["aria-valuetext"] });
}

interface Pace {
	/** Milliseconds that the key stays down. */
	readonly down: number;
	/** Milliseconds between letting it go and the next press. */
	readonly up: number;
}

async function measure(what: string, pace: Pace, budget: number | undefined): Promise<void> {
	const link = { scenario: "", script: script(), kernel: "6.12", source: "model", cursor: { step: setup.length, micro: 0 } } as const;
	await withPage(
		4175,
		async (page) => {
			await page.evaluate(watchKeys);
			for (let step = 0; step < STEPS; step++) {
				await page.keyboard.down("ArrowRight");
				await pause(pace.down);
				await page.keyboard.up("ArrowRight");
				await pause(pace.up);
			}
			await idle(page);
			const samples = await page.evaluate(() => window.__took);
			if (samples.length !== STEPS) throw new Error(`${STEPS} presses, ${samples.length} pictures`);
			const unit = "ms";
			report({ what: `${what}, median`, value: quantile(samples, 0.5), unit });
			report({
				what: `${what}, 95th percentile`,
				value: quantile(samples, 0.95),
				unit,
				...(budget === undefined ? {} : { atMost: budget }),
			});
			report({ what: `${what}, the first`, value: samples[0] ?? Number.NaN, unit });
			report({ what: `${what}, 95th percentile after the first 20`, value: quantile(samples.slice(20), 0.95), unit });
		},
		linkHash(link),
	);
}

await measure("key press to paint", { down: 80, up: 120 }, 16);
await measure("key press to paint, as fast as keys repeat", { down: 15, up: 15 }, undefined);

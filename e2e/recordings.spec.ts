/**
 * Every recording, on every kernel that it was made on, is opened by its link and played to its end with the arrow key. The keys are
 * pressed inside the page, all at once: a round trip to the browser for each of some thirty thousand steps would take an hour.
 */
import { readdirSync, readFileSync } from "node:fs";
import { hashOf } from "./explorer_page.ts";
import { expect, test } from "./fixture.ts";

interface Showing {
	readonly hash: string;
	readonly title: string;
	readonly kernel: string;
	readonly steps: number;
}

interface RecordingFile {
	readonly name: string;
	readonly about: string;
	readonly script: readonly string[];
	readonly kernels: Readonly<Record<string, unknown>>;
}

const folder = "public/recordings";
const recordings = readdirSync(folder)
	.filter((file) => file.endsWith(".json") && file !== "kernels.json" && file !== "index.json")
	.map((file): RecordingFile => JSON.parse(readFileSync(`${folder}/${file}`, "utf8")));

const showings: readonly Showing[] = recordings.flatMap(({ name, about, script, kernels }) =>
	Object.keys(kernels).map((kernel) => ({
		hash: hashOf({ scenario: name, kernel, source: "recording", step: 0 }),
		title: about,
		kernel,
		steps: script.length,
	})),
);

const SHARES = 4;

for (let share = 0; share < SHARES; share++) {
	const mine = showings.filter((_, at) => at % SHARES === share);
	test(`recordings play to their end on all their kernels, share ${share + 1} of ${SHARES}`, async ({ explorer }) => {
		test.setTimeout(240_000);
		expect(mine.length).toBeGreaterThan(0);
		await explorer.open();
		const wrong = await explorer.page.evaluate(async (list: readonly Showing[]) => {
			const timeline = () => document.querySelector("[role=slider][aria-label=Timeline]");
			const said = (selector: string) => document.querySelector(selector)?.textContent ?? "";
			const press = (key: string) => {
				for (const type of ["keydown", "keyup"]) document.body.dispatchEvent(new KeyboardEvent(type, { key, code: key, bubbles: true }));
			};
			const complaints: string[] = [];
			for (const { hash, title, kernel, steps } of list) {
				const expectThat = (what: string, actual: unknown, expected: unknown) => {
					if (actual !== expected) complaints.push(`${hash}: ${what} is ${String(actual)}, expected ${String(expected)}`);
				};
				location.hash = hash;
				await window.__pagewalkIdle?.();
				expectThat("the title", said("h1").endsWith(title), true);
				expectThat("the kernel", said("header").includes(kernel), true);
				expectThat("the number of steps", timeline()?.getAttribute("aria-valuemax"), String(steps));
				expectThat("the first position", timeline()?.getAttribute("aria-valuenow"), "0");
				for (let step = 0; step < steps; step++) press("ArrowRight");
				await window.__pagewalkIdle?.();
				expectThat("the last position", timeline()?.getAttribute("aria-valuenow"), String(steps));
				expectThat("the problem shown", said("[role=alert]"), "");
			}
			return complaints;
		}, mine);
		expect(wrong).toEqual([]);
	});
}

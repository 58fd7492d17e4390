/**
 * Every recording is opened by its link and played to its end with the arrow key, in each browser on one of the kernels that it was made
 * on, another for each recording and each browser in turn (that all of them play is seen without a browser, in src/recording). The
 * keys are pressed inside the page, all at once: a round trip to the browser for each step would take an hour.
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

const everywhere: readonly (readonly Showing[])[] = recordings.map(({ name, about, script, kernels }) =>
	Object.keys(kernels).map((kernel) => ({
		hash: hashOf({ scenario: name, kernel, source: "recording", step: 0 }),
		title: about,
		kernel,
		steps: script.length,
	})),
);

/**
 * Runs inside the page. Waits frame by frame until the screen shows what it should; what it does not show after ten seconds' worth
 * of frames is returned as a complaint.
 */
async function play(list: readonly Showing[]): Promise<string[]> {
	const press = (key: string) => {
		for (const type of ["keydown", "keyup"]) document.body.dispatchEvent(new KeyboardEvent(type, { key, code: key, bubbles: true }));
	};
	const shown = () => {
		const timeline = document.querySelector("[role=slider][aria-label=Timeline]");
		return {
			title: document.querySelector("h1")?.textContent ?? "",
			kernels: document.querySelector("header")?.textContent ?? "",
			steps: timeline?.getAttribute("aria-valuemax"),
			step: timeline?.getAttribute("aria-valuenow"),
			problem: document.querySelector("[role=alert]")?.textContent ?? "",
		};
	};
	const complaints: string[] = [];
	for (const { hash, title, kernel, steps } of list) {
		const stands = async (step: number) => {
			for (let frame = 0; frame < 600; frame++) {
				const now = shown();
				const quiet = now.problem === "";
				if (quiet && now.title.endsWith(title) && now.kernels.includes(kernel) && now.steps === String(steps) && now.step === String(step))
					return true;
				await new Promise(requestAnimationFrame);
			}
			complaints.push(`${hash}, step ${step} of ${steps}: the screen shows ${JSON.stringify(shown())}`);
			return false;
		};
		location.hash = hash;
		if (!(await stands(0))) continue;
		for (let step = 0; step < steps; step++) press("ArrowRight");
		await stands(steps);
	}
	return complaints;
}

const SHARES = 2;

for (let share = 0; share < SHARES; share++) {
	test(`recordings play to their end, share ${share + 1} of ${SHARES}`, async ({ explorer, browserName }) => {
		test.setTimeout(400_000);
		const turnOf = (recording: number) => recording + (browserName === "chromium" ? 0 : 1);
		const wanted = everywhere.flatMap((on, recording) => on.filter((_, at) => at === turnOf(recording) % on.length));
		const mine = wanted.filter((_, at) => at % SHARES === share);
		expect(mine.length).toBeGreaterThan(0);
		// Browsers bound how often an address may be written; how it is written is another test's matter.
		await explorer.page.addInitScript(() => {
			history.replaceState = () => {};
			history.pushState = () => {};
		});
		await explorer.open();
		const wrong = await explorer.page.evaluate(play, mine);
		expect(wrong).toEqual([]);
	});
}

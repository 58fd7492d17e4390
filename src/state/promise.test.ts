import { beforeEach, expect, test } from "vitest";
import { fakeFilm, fakeModel, fakeSource, fakeStep } from "./fake_films.ts";
import { installFilmSource } from "./film_source.ts";
import { openLink, promisingHash } from "./link.ts";
import { INITIAL_STAGE, stage } from "./stage.ts";
import { parseLinkHash } from "./url.ts";

/** A model in which the step `write` gives `words`: what changes when a rule of the kernel is got right. */
function modelWith(words: string) {
	return fakeModel(["6.1"], {
		run: (kernel, lines) =>
			Promise.resolve(
				fakeFilm(
					kernel,
					"model",
					lines.map(({ text }) =>
						fakeStep(text, 1, text.includes("write") ? { events: [{ kind: "died", process: "A", code: words.length }] } : {}),
					),
				),
			),
	});
}

async function open(hash: string, words: string): Promise<void> {
	stage.setState(INITIAL_STAGE, true);
	installFilmSource(fakeSource(modelWith(words)));
	const link = parseLinkHash(hash);
	if (!link.ok || link.value === null) throw new Error("no link");
	await openLink(link.value);
}

const PLAIN = "#v1&s=thp-split-dontneed&k=6.1&src=model&at=5";
let promising = "";

beforeEach(async () => {
	await open(PLAIN, "old");
	promising = (await promisingHash()) ?? "";
});

test("a link whose run gives what it gave opens without a word", async () => {
	expect(promising).toMatch(/^#v2&.*&c=/);
	await open(promising, "old");
	expect(stage.getState()).toMatchObject({ notice: null, problem: null, cursor: { step: 5, micro: 0 } });
});

test("one whose run gives something else opens too, and says at which step it parts", async () => {
	await open(promising, "another");
	expect(stage.getState()).toMatchObject({ problem: null, cursor: { step: 5, micro: 0 } });
	expect(stage.getState().notice).toMatch(/today's model parts from it in step [23] /);
});

test("nothing is said of another kernel than the link's", async () => {
	await open(promising.replace("k=6.1", "k=4.8.15"), "another");
	expect(stage.getState().notice).not.toContain("parts from it");
});

import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { adoptDrafts, drafts, type Keep, readDrafts, removeDraft, restoreDraft, startAutosave, withDraft } from "./autosave.ts";
import { addLine, setText } from "./edits.ts";
import { fakeSource, SPLIT_SCRIPT } from "./fake_films.ts";
import { installFilmSource } from "./film_source.ts";
import { settled } from "./idle.ts";
import { currentHash } from "./link.ts";
import { opened } from "./open.ts";
import { select, setLens } from "./selection.ts";
import { INITIAL_STAGE, stage } from "./stage.ts";
import { openFirstScreen, start } from "./start.ts";

const FIRST = { scenario: { name: "thp-split-dontneed", edited: false }, kernel: "4.6.2", cursor: { step: 5, micro: 0 } };

function storage(): Keep & { readonly kept: Map<string, string> } {
	const kept = new Map<string, string>();
	return {
		kept,
		getItem: (key) => kept.get(key) ?? null,
		setItem: (key, value) => {
			kept.set(key, value);
		},
	};
}

/** What a reload does: nothing but the storage survives. */
function reload(): void {
	stage.setState(INITIAL_STAGE, true);
	installFilmSource(fakeSource());
}

function texts(): string[] {
	return stage.getState().scenario.lines.map(({ text }) => text);
}

beforeEach(() => {
	reload();
	drafts.setState({ open: null, drafts: [] });
});

describe("a visit", () => {
	test("begins with the first screen, one key press before the split", async () => {
		await start("");
		expect(stage.getState()).toMatchObject({
			...FIRST,
			selection: { process: "A", region: "heap", page: 3 },
			lens: "soft-dirty",
			problem: null,
		});
	});

	test("begins with what a link holds, and its hash is that link again", async () => {
		await start("#v1&s=sd-simple&k=6.12&src=recording&at=1&sel=A.heap.1&lens=write");
		expect(stage.getState()).toMatchObject({
			scenario: { name: "sd-simple" },
			kernel: "6.12",
			cursor: { step: 1, micro: 0 },
			selection: { process: "A", region: "heap", page: 1 },
			lens: "write",
		});
		expect(currentHash()).toBe("#v2&s=sd-simple&k=6.12&src=recording&at=1&sel=A.heap.1&lens=write");
	});

	test("links carry edited scenarios, to whoever opens them", async () => {
		await openFirstScreen();
		addLine(5, "A: read heap");
		select({ process: "A", region: "heap", page: 7 });
		setLens("frames");
		await settled();
		const hash = currentHash();
		const edited = texts();
		reload();
		await start(hash);
		expect(texts()).toEqual(edited);
		expect(stage.getState()).toMatchObject({ scenario: { name: "thp-split-dontneed", edited: true }, source: "model", lens: "frames" });
		expect(currentHash()).toBe(hash);
	});

	test.each([
		["#v1&s=thp-split-dontneed&at=x", "STEP"],
		["#rubbish", "no Pagewalk link"],
		["#v1&s=no-such-recording", "is not there"],
		["#v1&s=no-such-recording&e=AAAA", "packed script"],
	])("with a link that is wrong (%s) says so on the first screen", async (hash, said) => {
		await start(hash);
		expect(stage.getState()).toMatchObject(FIRST);
		expect(stage.getState().problem).toContain(said);
	});

	test("with any hash at all ends with something on the screen", async () => {
		const hashes = fc.oneof(
			fc.string(),
			fc.string().map((text) => `#v1&s=${text}`),
			fc.tuple(fc.constantFrom("at", "sel", "k", "src", "lens", "e"), fc.string()).map(([key, value]) => `#v1&s=sd-simple&${key}=${value}`),
		);
		await fc.assert(
			fc.asyncProperty(hashes, async (hash) => {
				reload();
				await start(hash);
				return stage.getState().moment !== null;
			}),
		);
	}, 20_000);
});

describe("an edited scenario", () => {
	test("is there again after a reload, with a notice", async () => {
		const keep = storage();
		let end = startAutosave(keep, () => 1000);
		await openFirstScreen();
		addLine(5, "A: read heap");
		await settled();
		const edited = texts();
		end();
		reload();
		end = startAutosave(keep, () => 2000);
		await start("");
		expect(texts()).toEqual(edited);
		expect(stage.getState().notice).toContain("is back");
		expect(stage.getState().cursor.step).toBe(edited.length);
		end();
	});

	test("survives opening something else, and an edit of that", async () => {
		const end = startAutosave(storage(), () => drafts.getState().drafts.length + 1);
		await openFirstScreen();
		addLine(0, "A: exit");
		await settled();
		await opened("sd-simple");
		expect(drafts.getState().open).toBeNull();
		addLine(0, "A: clear_refs");
		await settled();
		expect(drafts.getState().drafts.map(({ name }) => name)).toEqual(["sd-simple", "thp-split-dontneed"]);
		await start("#rubbish");
		expect(drafts.getState().drafts).toHaveLength(2);
		const [newest] = drafts.getState().drafts;
		if (newest === undefined) throw new Error("there are two drafts");
		removeDraft(newest.id);
		restoreDraft(newest);
		expect(drafts.getState().drafts).toHaveLength(2);
		removeDraft(newest.id);
		expect(drafts.getState().drafts.map(({ name }) => name)).toEqual(["thp-split-dontneed"]);
		end();
	});

	test("is one draft, however often it is edited", async () => {
		const end = startAutosave(storage(), () => 7);
		await openFirstScreen();
		for (const line of ["A: exit", "A: clear_refs", "A: read heap"]) addLine(0, line);
		setText(`${SPLIT_SCRIPT.join("\n")}\nA: exit`);
		await settled();
		expect(drafts.getState().drafts).toHaveLength(1);
		expect(drafts.getState().drafts[0]?.script).toContain("A: exit");
		end();
	});

	test("is worked on all the same when nothing can be kept, and that is said", async () => {
		const full: Keep = {
			getItem: () => null,
			setItem: () => {
				throw new DOMException("full", "QuotaExceededError");
			},
		};
		const end = startAutosave(full, () => 1);
		await openFirstScreen();
		addLine(0, "A: exit");
		expect(stage.getState().notice).toContain("copy the link");
		await settled();
		expect(texts()[0]).toBe("A: exit");
		end();
	});
});

describe("kept drafts", () => {
	test("that were damaged are no drafts, never an exception", () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json(), fc.constant(null)), (stored) => {
				const { drafts: list } = readDrafts(stored);
				return Array.isArray(list);
			}),
		);
	}, 20_000);

	test("of another tab are kept beside those of this one", () => {
		const draft = { name: "a", title: "", kernel: "6.1" };
		drafts.setState({ open: 1, drafts: [{ ...draft, id: 1, script: "mine", saved: 5 }] });
		const theirs = [
			{ ...draft, id: 2, script: "theirs", saved: 9 },
			{ ...draft, id: 1, script: "mine, long ago", saved: 1 },
		];
		adoptDrafts(JSON.stringify({ open: 2, drafts: theirs }));
		expect(drafts.getState()).toMatchObject({ open: 1, drafts: [{ script: "theirs" }, { script: "mine" }] });
	});

	test("are the newest twenty", () => {
		let kept = readDrafts(null);
		for (let id = 1; id <= 30; id++) kept = withDraft(kept, { id, name: "a", title: "", script: String(id), kernel: "6.1", saved: id });
		expect(kept.drafts.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, at) => 30 - at));
		expect(readDrafts(JSON.stringify(kept))).toEqual(kept);
	});
});

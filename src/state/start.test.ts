import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { startAutosave } from "./autosave.ts";
import { compareWithBranch } from "./compare.ts";
import { moveTo } from "./cursor.ts";
import { beginHistory, editHistory, planted } from "./edit_history.ts";
import { addLine, undoEdit } from "./edits.ts";
import { fakeSource } from "./fake_films.ts";
import { installFilmSource } from "./film_source.ts";
import { settled } from "./idle.ts";
import { currentHash } from "./link.ts";
import { sessionsOfDrafts } from "./old_drafts.ts";
import { opened, setKernel } from "./open.ts";
import { select, setLens } from "./selection.ts";
import { readSession, type Session } from "./session.ts";
import { installSessions, loadSessions, removeSession, renameSession, type SessionKeep, saveSession, sessions } from "./sessions.ts";
import { INITIAL_STAGE, stage } from "./stage.ts";
import { openFirstScreen, start } from "./start.ts";
import { toggleWatch } from "./watches.ts";

const DERIVED = "6.1~splitCarriesSoftDirty";
const FIRST = { scenario: { name: "thp-split-dontneed", edited: false }, kernel: "4.6.2", cursor: { step: 5, micro: 0 } };

/** A browser's storage that survives `reload`; writes may be refused. */
function fakeBrowser(rest: Partial<SessionKeep> = {}) {
	const stored = new Map<number, Session>();
	const flags = new Map<string, string>();
	let time = 1000;
	const kept: SessionKeep = {
		all: () => Promise.resolve([...stored.values()].map((session) => structuredClone(session))),
		put: async (id, session) => void stored.set(id, structuredClone(session)),
		remove: async (id) => void stored.delete(id),
		...rest,
	};
	const install = () =>
		installSessions(kept, {
			getItem: (key) => flags.get(key) ?? null,
			setItem: (key, value) => void flags.set(key, value),
			removeItem: (key) => void flags.delete(key),
		});
	install();
	// Nothing happens by the clock: what is waiting is kept by `flush`.
	return { flags, install, clock: { now: () => time++, later: () => () => {} } };
}

/** What a reload does: nothing but the storage survives. */
function reload(): void {
	stage.setState(INITIAL_STAGE, true);
	beginHistory(planted([]), null);
	installFilmSource(fakeSource());
}

function texts(): string[] {
	return stage.getState().scenario.lines.map(({ text }) => text);
}

beforeEach(() => {
	reload();
	fakeBrowser();
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

	test("links carry what is watched and the branch that is compared with", async () => {
		await openFirstScreen();
		addLine(1, "A: read heap");
		await settled();
		compareWithBranch(0);
		toggleWatch({ process: "A", region: "heap", page: 3, subject: "pagemap", key: "soft-dirty" });
		const { compare, watches } = stage.getState();
		const hash = currentHash();
		reload();
		await start(hash);
		expect(stage.getState()).toMatchObject({ compare, watches, problem: null });
		expect(currentHash()).toBe(hash);
	});

	test.each([
		["#v1&s=thp-split-dontneed&at=x", "STEP"],
		["#v2&s=thp-split-dontneed&cmp=branch.1", "a branch that the link brings along"],
		["#v2&s=thp-split-dontneed&w=A.heap.3.register.rax", "PROCESS.REGION.PAGE.SUBJECT.BIT"],
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
	test("is there again after a reload, with its branches, whatever the address says", async () => {
		const browser = fakeBrowser();
		let autosave = startAutosave(browser.clock);
		await openFirstScreen();
		addLine(1, "A: read heap");
		await settled();
		undoEdit();
		addLine(5, "A: exit");
		await settled();
		await moveTo({ step: 2, micro: 0 });
		const edited = texts();
		const hash = currentHash();
		autosave.flush();
		await settled();
		for (const address of ["", hash]) {
			autosave.end();
			reload();
			browser.install();
			autosave = startAutosave(browser.clock);
			await start(address);
			expect(texts()).toEqual(edited);
			expect(stage.getState().cursor.step).toBe(2);
			expect(editHistory.getState().tree.branches.length).toBeGreaterThan(1);
			// It goes on as the same session.
			addLine(0, "A: clear_refs");
			await settled();
			undoEdit();
			await settled();
			autosave.flush();
			await settled();
			expect(await loadSessions()).toHaveLength(1);
		}
		autosave.end();
	});

	test("is there again as it was looked at, on a derived kernel too", async () => {
		const browser = fakeBrowser();
		const autosave = startAutosave(browser.clock);
		await openFirstScreen();
		addLine(1, "A: read heap");
		await settled();
		setKernel(DERIVED);
		await settled();
		select({ process: "A", region: "heap", page: 7 });
		setLens("frames");
		compareWithBranch(0);
		toggleWatch({ process: "A", region: "heap", page: 3, subject: "entry", key: "dirty" });
		const { kernel, selection, lens, compare, watches } = stage.getState();
		expect(kernel).toBe(DERIVED);
		autosave.flush();
		await settled();
		autosave.end();
		reload();
		browser.install();
		await start("");
		expect(stage.getState()).toMatchObject({ kernel, selection, lens, compare, watches, problem: null });
	});

	test("survives opening something else, and an edit of that; each can be named, deleted and brought back", async () => {
		const { clock } = fakeBrowser();
		const autosave = startAutosave(clock);
		await openFirstScreen();
		addLine(0, "A: exit");
		await settled();
		autosave.flush();
		await opened("sd-simple");
		autosave.flush();
		expect(sessions.getState().open).toBeNull();
		addLine(0, "A: clear_refs");
		await settled();
		autosave.flush();
		expect(sessions.getState().list.map(({ scenario }) => scenario)).toEqual(["sd-simple", "thp-split-dontneed"]);
		const [newest] = sessions.getState().list;
		if (newest === undefined) throw new Error("there are two sessions");
		renameSession(newest.id, " my try ");
		removeSession(newest.id);
		expect((await loadSessions()).map(({ scenario }) => scenario)).toEqual(["thp-split-dontneed"]);
		saveSession({ ...newest, name: "my try" });
		await settled();
		expect((await loadSessions()).map(({ name }) => name)).toEqual(["my try", ""]);
		autosave.end();
	});

	test("is worked on all the same when nothing can be kept, and that is said", async () => {
		const full = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
		const { clock } = fakeBrowser({ put: full });
		const autosave = startAutosave(clock);
		await openFirstScreen();
		addLine(0, "A: exit");
		await settled();
		autosave.flush();
		await settled();
		expect(stage.getState().notice).toContain("save yours as a file");
		expect(texts()[0]).toBe("A: exit");
		autosave.end();
	});

	test("of an older Pagewalk is taken over", async () => {
		const browser = fakeBrowser();
		const draft = { id: 7, name: "sd-simple", title: "T", script: "A: map heap 8K\nA: read heap", kernel: "6.1", saved: 5 };
		browser.flags.set("pagewalk.drafts.v1", JSON.stringify({ open: 7, drafts: [draft] }));
		await start("");
		expect(texts()).toEqual(["A: map heap 8K", "A: read heap"]);
		expect(browser.flags.has("pagewalk.drafts.v1")).toBe(false);
		expect(await loadSessions()).toHaveLength(1);
	});
});

test("kept sessions that were damaged are none, never an exception", () => {
	const session = fc.record(
		{ branches: fc.anything(), head: fc.anything(), version: fc.constant(1), id: fc.nat(), scenario: fc.string() },
		{ requiredKeys: [] },
	);
	fc.assert(fc.property(fc.oneof(fc.anything(), session), (kept) => readSession(kept) === null));
	fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (stored) => typeof sessionsOfDrafts(stored).ok === "boolean"));
}, 20_000);

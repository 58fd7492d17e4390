import { readFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { gallery, galleryEntry, installIndex, loadGallery, searchGallery } from "./gallery.ts";
import { settled } from "./idle.ts";
import type { RecordingEntry } from "./index_file.ts";

function entry(name: string, group: string, title = ""): RecordingEntry {
	return { name, title, about: "", group, kernels: ["4.6.2", "6.12"], steps: 3, operations: ["map"] };
}

const index = {
	groups: [
		{ name: "thp", about: "" },
		{ name: "wp", about: "" },
	],
	scenarios: [entry("thp-split", "thp", "A mapping is split"), entry("thp-fork", "thp"), entry("wp-fork", "wp")],
};

beforeEach(() => installIndex(() => Promise.resolve(JSON.stringify(index))));

test("search finds entries that have all words, in their groups", () => {
	const names = (query: string) => searchGallery(index, query).map(({ name: group, entries }) => [group, entries.map(({ name }) => name)]);
	expect(names("")).toEqual([
		["thp", ["thp-split", "thp-fork"]],
		["wp", ["wp-fork"]],
	]);
	expect(names("fork")).toEqual([
		["thp", ["thp-fork"]],
		["wp", ["wp-fork"]],
	]);
	expect(names(" THP 4.6.2 mapping ")).toEqual([["thp", ["thp-split"]]]);
	expect(names("fork zebra")).toEqual([]);
});

test("the index is fetched once and names its entries", async () => {
	let fetched = 0;
	installIndex(() => {
		fetched++;
		return Promise.resolve(JSON.stringify(index));
	});
	loadGallery();
	loadGallery();
	await settled();
	loadGallery();
	const state = gallery.getState();
	expect(state).toEqual({ index, status: "ready", problem: null });
	expect(fetched).toBe(1);
	expect(galleryEntry(state, "thp-split")?.title).toBe("A mapping is split");
	expect(galleryEntry(state, "no-such")).toBeNull();
});

test("an index that could not be fetched can be asked for again", async () => {
	let broken = true;
	installIndex(() => (broken ? Promise.reject(new Error("The network is gone.")) : Promise.resolve(JSON.stringify(index))));
	loadGallery();
	await settled();
	expect(gallery.getState()).toMatchObject({ status: "failed", problem: "The network is gone." });
	broken = false;
	loadGallery();
	await settled();
	expect(gallery.getState().status).toBe("ready");
});

test("an index that is wrong says where", async () => {
	installIndex(() => Promise.resolve(JSON.stringify({ ...index, scenarios: [{ ...index.scenarios[0], steps: "three" }] })));
	loadGallery();
	await settled();
	expect(gallery.getState()).toMatchObject({ status: "failed", problem: expect.stringContaining("scenarios[0].steps") });
});

test("all shipped recordings are found, and the first screen among them", async () => {
	installIndex(() => Promise.resolve(readFileSync("public/recordings/index.json", "utf8")));
	loadGallery();
	await settled();
	const { index: shipped } = gallery.getState();
	const listed = searchGallery(shipped, "").flatMap(({ entries }) => entries);
	expect(listed).toHaveLength(shipped.scenarios.length);
	expect(searchGallery(shipped, "dontneed split 4.6.2").flatMap(({ entries }) => entries.map(({ name }) => name))).toContain(
		"thp-split-dontneed",
	);
});

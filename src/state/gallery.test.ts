import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { type GalleryEntry, gallery, installIndex, loadGallery, readIndex, searchGallery } from "./gallery.ts";
import { settled } from "./idle.ts";

const entry = (name: string, group: string, about = ""): GalleryEntry => ({ name, about, group, steps: 3, kernels: ["4.6.2", "6.12"] });
const entries = [entry("thp-split", "thp", "A huge page is split"), entry("wp-fork", "userfaultfd"), entry("thp-fork", "thp")];

describe("search", () => {
	test("finds entries that have all words, in their groups", () => {
		const names = (query: string) => searchGallery(entries, query).map((group) => [group.name, group.entries.map(({ name }) => name)]);
		expect(names("")).toEqual([
			["thp", ["thp-split", "thp-fork"]],
			["userfaultfd", ["wp-fork"]],
		]);
		expect(names("fork")).toEqual([
			["userfaultfd", ["wp-fork"]],
			["thp", ["thp-fork"]],
		]);
		expect(names(" HUGE 4.6.2 ")).toEqual([["thp", ["thp-split"]]]);
		expect(names("fork zebra")).toEqual([]);
	});
});

describe("the index", () => {
	beforeEach(() => installIndex(() => Promise.resolve({ scenarios: entries })));

	test("is fetched once", async () => {
		let fetched = 0;
		installIndex(() => {
			fetched++;
			return Promise.resolve({ scenarios: entries });
		});
		loadGallery();
		loadGallery();
		await settled();
		loadGallery();
		expect(gallery.getState()).toEqual({ entries, status: "ready", problem: null });
		expect(fetched).toBe(1);
	});

	test("that could not be fetched can be asked for again", async () => {
		let broken = true;
		installIndex(() => (broken ? Promise.reject(new Error("The network is gone.")) : Promise.resolve({ scenarios: entries })));
		loadGallery();
		await settled();
		expect(gallery.getState()).toMatchObject({ status: "failed", problem: "The network is gone." });
		broken = false;
		loadGallery();
		await settled();
		expect(gallery.getState().status).toBe("ready");
	});

	test("that is wrong says where", () => {
		const read = readIndex({ scenarios: [entries[0], { ...entries[1], steps: "three" }] });
		expect(read.ok ? "" : read.error).toContain("scenarios.1.steps");
	});

	test("of any shape is read or refused, never an exception", () => {
		fc.assert(
			fc.property(fc.jsonValue(), (json) => {
				const read = readIndex(json);
				return read.ok || read.error.includes("index.json");
			}),
		);
	}, 20_000);
});

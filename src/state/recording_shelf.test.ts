import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SourceError } from "./film_source.ts";
import { type FetchText, makeRecordingShelf } from "./recording_shelf.ts";

const BASE = "https://example.org/some/path/";
const split = readFileSync("public/recordings/thp-split-dontneed.json", "utf8");

function answers(status: number, body: string): FetchText {
	return () => Promise.resolve({ ok: status === 200, status, text: () => Promise.resolve(body) });
}

async function refused(get: FetchText, name = "thp-split-dontneed"): Promise<SourceError> {
	try {
		await makeRecordingShelf(get, BASE).load(name);
	} catch (error) {
		if (error instanceof SourceError) return error;
		throw error;
	}
	throw new Error("it was loaded");
}

describe("the shelf", () => {
	test("fetches a recording once, relative to where the app lies, and plays it on its kernels", async () => {
		const fetched: string[] = [];
		const shelf = makeRecordingShelf((url) => {
			fetched.push(url);
			return answers(200, split)(url);
		}, BASE);
		const recording = await shelf.load("thp-split-dontneed");
		expect(await shelf.load("thp-split-dontneed")).toBe(recording);
		expect(fetched).toEqual(["https://example.org/some/path/recordings/thp-split-dontneed.json"]);
		expect(recording.kernels).toContain("4.8.15");
		expect(recording.film("4.8.15").steps).toHaveLength(recording.script.length);
		expect(() => recording.film("2.6.32")).toThrow("not on 2.6.32");
	});

	test("says what happened and whether to try again", async () => {
		expect(await refused(answers(404, ""))).toMatchObject({ message: "The recording thp-split-dontneed is not there.", retry: false });
		expect(await refused(answers(503, ""))).toMatchObject({ retry: true });
		expect(await refused(() => Promise.reject(new TypeError("Failed to fetch")))).toMatchObject({ retry: true });
		expect(await refused(answers(200, "<!doctype html>"))).toMatchObject({
			message: expect.stringContaining("is not there"),
			retry: false,
		});
		expect(await refused(answers(200, "rubbish"))).toMatchObject({ message: expect.stringContaining("is not JSON"), retry: false });
		expect(await refused(answers(200, split), "../secret")).toMatchObject({
			message: expect.stringContaining("not the name"),
			retry: false,
		});
	});

	test("fetches again what failed", async () => {
		let status = 503;
		const shelf = makeRecordingShelf((url) => answers(status, split)(url), BASE);
		await expect(shelf.load("thp-split-dontneed")).rejects.toThrow("503");
		status = 200;
		await expect(shelf.load("thp-split-dontneed")).resolves.toMatchObject({ name: "thp-split-dontneed" });
	});

	test("refuses whatever else a file holds, with the place", async () => {
		const cut = fc.nat(split.length - 2).map((length) => split.slice(0, length));
		await fc.assert(
			fc.asyncProperty(fc.oneof(cut, fc.json(), fc.string()), async (body) => {
				const error = await refused(answers(200, body));
				return /^The recording thp-split-dontneed (cannot be played|is not there)/.test(error.message);
			}),
			{ numRuns: 60 },
		);
	}, 30_000);
});

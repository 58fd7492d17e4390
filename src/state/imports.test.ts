import fc from "fast-check";
import { gzipSync, strToU8 } from "fflate";
import { beforeEach, describe, expect, test } from "vitest";
import { editHistory } from "./edit_history.ts";
import { addLine } from "./edits.ts";
import { exportFile } from "./exports.ts";
import { fakeSource } from "./fake_films.ts";
import { installFilmSource } from "./film_source.ts";
import { settled } from "./idle.ts";
import { readImport } from "./imports.ts";
import { opened } from "./open.ts";
import { openText } from "./open_file.ts";
import { INITIAL_STAGE, stage } from "./stage.ts";

beforeEach(async () => {
	stage.setState(INITIAL_STAGE, true);
	installFilmSource(fakeSource());
	await opened("thp-split-dontneed", { kernel: "4.6.2" });
	addLine(1, "A: read heap");
	await settled();
});

function texts(): string[] {
	return stage.getState().scenario.lines.map(({ text }) => text);
}

function refusal(text: string): string {
	const imported = readImport(strToU8(text));
	return imported.ok ? "" : imported.error;
}

describe("a file", () => {
	test.each(["session", "scenario"] as const)("of a %s, saved and opened again, is the same", async (kind) => {
		const before = texts();
		const { text } = await exportFile(kind, 1000);
		const { tree } = editHistory.getState();
		await opened("sd-simple");
		expect(await openText(text)).toBe(true);
		expect(texts()).toEqual(before);
		if (kind === "session") expect(editHistory.getState().tree.branches).toHaveLength(tree.branches.length);
	});

	test("may be gzipped, and may not be a bomb", () => {
		expect(readImport(gzipSync(strToU8("# T\nA: map heap 4M\n")))).toMatchObject({ ok: true, value: { kind: "scenario", title: "T" } });
		expect(readImport(gzipSync(new Uint8Array(40_000_000)))).toMatchObject({
			ok: false,
			error: expect.stringContaining("unpacks to more than"),
		});
		expect(readImport(gzipSync(strToU8("A: map heap 4M")).slice(0, -9)).ok).toBe(false);
	});

	test("that is wrong is refused with the place and the reason, and the screen stays", async () => {
		const { text } = await exportFile("session", 1000);
		const session = JSON.parse(text);
		expect(refusal("{")).toContain("not JSON");
		expect(refusal("[1]")).toContain("neither a session");
		expect(refusal(JSON.stringify({ ...session, kernel: 7 }))).toContain("the session, at kernel");
		expect(refusal(JSON.stringify({ ...session, version: 2 }))).toContain("the session, at version");
		expect(refusal(JSON.stringify({ ...session, head: { branch: 9, length: 1 } }))).toContain("there is no branch 9");
		expect(refusal(JSON.stringify({ ...session, branches: [{}, { of: 1 }] }))).toContain("branches[1]");
		expect(refusal('{"kernels":{},"name":"a","about":"","script":[]}')).toContain("the recording, at script");
		expect(refusal("hello there")).toContain("line 1");
		expect(refusal("A: map\0heap")).toContain("byte 7");
		const before = texts();
		expect(await openText("{}")).toBe(false);
		expect(stage.getState().problem).toContain("The pasted text was not opened");
		expect(texts()).toEqual(before);
	});

	test("may hold anything: the answer is something to open, or why not", async () => {
		const { text } = await exportFile("session", 1000);
		const changed = fc.tuple(fc.nat(), fc.nat({ max: 20 }), fc.string()).map(([at, length, junk]) => {
			const from = at % text.length;
			return strToU8(text.slice(0, from) + junk + text.slice(from + length));
		});
		const bytes = fc.oneof(
			fc.uint8Array({ maxLength: 200 }),
			fc.string().map((each) => strToU8(each)),
			fc.json().map((each) => strToU8(each)),
			changed,
			changed.map((each) => gzipSync(each)),
			fc.uint8Array({ maxLength: 60 }).map((each) => Uint8Array.from([0x1f, 0x8b, 8, ...each])),
		);
		fc.assert(
			fc.property(bytes, (each) => {
				const imported = readImport(each);
				return imported.ok || imported.error.length > 10;
			}),
			{ numRuns: 500 },
		);
	}, 30_000);
});

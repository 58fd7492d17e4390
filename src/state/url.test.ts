import fc from "fast-check";
import { deflateSync } from "fflate";
import { describe, expect, test } from "vitest";
import { commit } from "../history/branches.ts";
import { SUBJECTS } from "../history/inquiry.ts";
import { LENSES } from "../layout/lens.ts";
import { planted } from "./edit_history.ts";
import type { Link } from "./link_type.ts";
import { linesFromText, sameLine } from "./scenario_lines.ts";
import { treeText } from "./tree_text.ts";
import { linkHash, parseLinkHash } from "./url.ts";

const VERSION_2 = "#v2&t=Iy7DmfjG5KFoA3MRFinV6lSj50djSH4EZi7k_IhqATxMCeVL49paAA&k=6.12&src=model&at=2.1&c=Abcdef_9xy";
const FIRST = "#v1&s=thp-split-dontneed&k=4.6.2&src=recording&at=5&sel=A.heap.3&lens=soft-dirty";

function packed(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("base64url");
}

function problemOf(hash: string): string {
	const link = parseLinkHash(hash);
	return link.ok ? "" : link.error;
}

const links: fc.Arbitrary<Link> = fc.record(
	{
		scenario: fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/),
		script: fc.array(fc.stringMatching(/^[ -~é→]{0,40}$/), { maxLength: 30 }).map((lines) => lines.join("\n")),
		kernel: fc.constantFrom("4.6.2", "6.1-fix-reverted", "6.12"),
		source: fc.constantFrom("recording" as const, "model" as const),
		cursor: fc.record({ step: fc.nat(100_000), micro: fc.nat(999_999) }),
		selection: fc.record({
			process: fc.constantFrom("A", "B", "Z"),
			region: fc.stringMatching(/^[A-Za-z0-9_]{1,20}$/),
			page: fc.nat(2 ** 31),
		}),
		lens: fc.constantFrom(...LENSES),
		compare: fc.oneof(
			fc.record({
				kind: fc.constant("kernel" as const),
				kernel: fc.constantFrom("4.8.15", "6.1-fix-reverted"),
				source: fc.constantFrom("recording" as const, "model" as const),
			}),
			fc.record({ kind: fc.constant("step" as const), step: fc.nat(100_000) }),
		),
		watches: fc.array(
			fc.record({
				process: fc.constantFrom("A", "Z"),
				region: fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/),
				page: fc.nat(2 ** 31),
				subject: fc.constantFrom(...SUBJECTS),
				key: fc.constantFrom("soft-dirty", "sd", "PG_dirty"),
			}),
			{ minLength: 1, maxLength: 6 },
		),
		promise: fc.record({ check: fc.stringMatching(/^[A-Za-z0-9_-]{8}$/), marks: fc.stringMatching(/^[A-Za-z0-9_-]{0,64}$/) }),
	},
	{ requiredKeys: ["scenario"] },
);

describe("a link", () => {
	test("reads as a person would write it", () => {
		expect(parseLinkHash(FIRST)).toEqual({
			ok: true,
			value: {
				scenario: "thp-split-dontneed",
				kernel: "4.6.2",
				source: "recording",
				cursor: { step: 5, micro: 0 },
				selection: { process: "A", region: "heap", page: 3 },
				lens: "soft-dirty",
			},
		});
		expect(parseLinkHash("")).toEqual({ ok: true, value: null });
		expect(parseLinkHash("#")).toEqual({ ok: true, value: null });
	});

	test("opens for ever: this one was made by version 1", () => {
		expect(parseLinkHash("#v1&s=sd-simple&e=c7RSyE0sUMhIBRImvlxAbnlRZkkqWAAA&k=6.1&src=model&at=2.1")).toEqual({
			ok: true,
			value: {
				scenario: "sd-simple",
				script: "A: map heap 4M\nA: write heap",
				kernel: "6.1",
				source: "model",
				cursor: { step: 2, micro: 1 },
			},
		});
	});

	test("may say what is compared", () => {
		const link = "#v2&s=thp-split-dontneed&k=4.6.2&src=recording&at=6&cmp=";
		const compared = (what: string) => parseLinkHash(link + what);
		expect(compared("recording.4.8.15")).toMatchObject({ value: { compare: { kind: "kernel", kernel: "4.8.15", source: "recording" } } });
		expect(compared("step.3")).toMatchObject({ value: { compare: { kind: "step", step: 3 } } });
		expect(problemOf(`${link}4.8.15`)).toContain("expected recording.KERNEL, model.KERNEL, step.NUMBER or branch.NUMBER");
	});

	test("brings back what went in", () => {
		fc.assert(
			fc.property(links, (link) => {
				expect(parseLinkHash(linkHash(link))).toEqual({ ok: true, value: link });
			}),
		);
	}, 20_000);

	test("opens for ever: this one was made by version 2, with two branches", () => {
		const lines = linesFromText("A: map heap 4M\nA: write heap\nA: clear_refs");
		const { tree, head } = planted(lines);
		const branches = treeText(commit(tree, head, linesFromText("A: map heap 4M\nA: read heap\nA: clear_refs"), sameLine));
		const link = { scenario: "", branches, kernel: "6.12", source: "model", cursor: { step: 2, micro: 1 } } as const;
		expect(parseLinkHash(VERSION_2)).toEqual({ ok: true, value: { ...link, promise: { check: "Abcdef_9", marks: "xy" } } });
		expect(linkHash(link)).toBe(VERSION_2.replace(/&c=.*/, ""));
	});

	test("opens for ever: what version 2 says of a branch that is compared with, and of watched bits", () => {
		const hash = `${VERSION_2}&cmp=branch.0&w=A.heap.3.entry.soft-dirty,B.heap_2.0.vma.sd`;
		expect(parseLinkHash(hash)).toMatchObject({
			value: {
				compare: { kind: "branch", branch: 0 },
				watches: [
					{ process: "A", region: "heap", page: 3, subject: "entry", key: "soft-dirty" },
					{ process: "B", region: "heap_2", page: 0, subject: "vma", key: "sd" },
				],
			},
		});
		expect(problemOf(`${VERSION_2}&cmp=branch.2`)).toContain("expected the number of a branch that the link brings along");
		const many = Array.from({ length: 7 }, () => "A.heap.3.entry.dirty").join(",");
		expect(problemOf(`${VERSION_2}&w=${many}`)).toContain("at most 6 times");
	});

	test("passes over what a later version may add", () => {
		expect(parseLinkHash("#v2&s=a&later=6.12&new=1")).toEqual({ ok: true, value: { scenario: "a" } });
	});

	test("sends the script on the screen where the branches would make it long", () => {
		const long = Array.from({ length: 400 }, (_, i) => `A: write heap+0x${(i * 7919).toString(16)}000`).join("\n");
		const grown = planted(linesFromText(long));
		const hash = linkHash({ scenario: "", script: "A: map heap 4M", branches: treeText(grown) });
		expect(parseLinkHash(hash)).toEqual({ ok: true, value: { scenario: "", script: "A: map heap 4M" } });
	});

	test("stays short", () => {
		const script =
			"A: map heap 4M\nA: advise heap 4M hugepage\nA: write heap\nA: clear_refs\nA: write heap+0x3000\nA: advise heap+1M 4K dontneed";
		const link: Link = {
			scenario: "thp-split-dontneed",
			script,
			kernel: "6.1-fix-reverted",
			source: "model",
			cursor: { step: 6, micro: 3 },
			selection: { process: "A", region: "heap", page: 3 },
			lens: "soft-dirty",
			promise: { check: "Abcdef_9", marks: "abcdef" },
		};
		expect(`https://pagewalk.example.org/explorer/${linkHash(link)}`.length).toBeLessThan(300);
	});

	test.each([
		["#hello", "“hello”"],
		["#v3&s=a", "version 3"],
		["#v2&s=a&c=short", "a checksum of eight letters"],
		["#v2&e=AAAA", "packed script"],
		["#v2&t=AAAA", "packed branches"],
		["#v2&s=a&at=5x", "STEP or STEP.MICRO"],
		["#v1", "names no scenario"],
		["#v1&s=../../etc/passwd", "the name of a scenario"],
		["#v1&s=a&at=5x", "STEP or STEP.MICRO"],
		["#v1&s=a&at=999999", "a step up to"],
		["#v1&s=a&sel=heap", "PROCESS.REGION.PAGE"],
		["#v1&s=a&lens=rose", "one of soft-dirty"],
		["#v1&s=a&src=memory", "recording or model"],
		["#v1&s=a&k=<b>", "the id of a kernel"],
		["#v1&e=AAAA", "packed script"],
		[`#v1&s=${"a".repeat(300_000)}`, "longer than"],
	])("that is wrong says where (%#)", (hash, said) => {
		expect(problemOf(hash)).toContain(said);
	});

	test("cannot be a bomb", () => {
		const bomb = packed(deflateSync(new Uint8Array(20_000_000), { level: 9 }));
		for (const field of ["v1&e", "v2&e", "v2&t"]) expect(problemOf(`#${field}=${bomb}`)).toContain("at most 1000000 bytes");
	});

	test("that was cut or changed anywhere gives a link or a message, never an exception", () => {
		const changed = fc.tuple(links, fc.nat(), fc.nat(), fc.string()).map(([link, from, length, junk]) => {
			const hash = linkHash(link);
			const at = from % hash.length;
			return hash.slice(0, at) + junk + hash.slice(at + (length % 12));
		});
		fc.assert(
			fc.property(
				fc.oneof(
					changed,
					fc.string(),
					fc.string().map((text) => `#v1&${text}`),
					fc.string().map((text) => `#v2&${text}`),
				),
				(hash) => {
					const link = parseLinkHash(hash);
					return link.ok || link.error.length > 20;
				},
			),
			{ numRuns: 500 },
		);
	}, 20_000);
});

/** Every tracker's verdict on small scenarios, and on random walks over all kernels. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Moment, TrackerVerdict } from "../history/film.ts";
import { Run } from "../history/run.ts";
import { parseLine } from "../scenario/parse.ts";
import { KERNELS, kernelById } from "../sim/kernels/kernels.ts";

function runOf(kernel: string, script: readonly string[]): Run {
	const record = kernelById(kernel);
	if (record === undefined) throw new Error(`no kernel ${kernel}`);
	return new Run(
		record,
		script.map((text) => {
			const parsed = parseLine(text);
			if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
			return { text, parsed: parsed.value };
		}),
	);
}

const after = (kernel: string, script: readonly string[]): Moment => runOf(kernel, script).at({ step: script.length, micro: 0 });

function drawn(verdict: TrackerVerdict | undefined): string {
	if (verdict === undefined) return "none";
	const pages = (list: readonly { page: number }[]) => list.map(({ page }) => page).join(",");
	const { tracker, written, reported, missed, spuriousCount, dropped, pending, exposed } = verdict;
	const parts = [`written ${pages(written)}`, `reported ${reported}`, `missed ${pages(missed)}`, `spurious ${spuriousCount}`];
	parts.push(`dropped ${pages(dropped)}`, `waiting ${pages(pending)}`, `unprotected ${exposed.length}`);
	return `${tracker}: ${parts.filter((part) => !/ (0)?$/.test(part)).join("; ")}`;
}

const HEAP = ["A: map heap 16K", "A: write heap 16K"];
const SYNC = [...HEAP, "A: uffd open wp", "A: uffd register heap 16K wp", "A: uffd protect heap 16K"];
const ASYNC = [...HEAP, "A: uffd open wp|wp_async|wp_unpopulated", "A: uffd register heap 16K wp", "A: uffd protect heap 16K"];
const HUGE = ["A: map heap 2M", "A: advise heap 2M hugepage", "A: write heap", "A: uffd open wp", "A: uffd register heap 2M wp"];
const MIGRATED = [...HUGE, "A: uffd protect heap 2M", "A: migrate heap 2M node1"];
const MERGED = [
	"A: map heap 32K",
	"A: advise heap 32K mergeable",
	"A: fill heap 32K 7",
	"A: uffd open wp",
	"A: uffd register heap 32K wp",
	"A: uffd protect heap 16K",
	"ksm run",
];

test.each([
	["nothing is written yet", "6.12", SYNC, "uffd-wp: "],
	["the writer waits: not written, not spurious", "6.12", [...SYNC, "A: write heap+0x1000"], "uffd-wp: reported 1; waiting 1"],
	["answered", "6.12", [...SYNC, "A: write heap+0x1000", "A: uffd unprotect heap+0x1000 4K"], "uffd-wp: written 1; reported 1"],
	[
		"the answer covers more than was asked",
		"6.12",
		[...SYNC, "A: write heap+0x1000", "A: uffd unprotect heap 16K"],
		"uffd-wp: written 1; reported 4; spurious 3",
	],
	["an empty page is not protected", "6.12", ["A: map heap 16K", ...SYNC.slice(2), "A: write heap+0x2000"], "uffd-wp: written 2; missed 2"],
	["B7: migration lost the protection", "5.15.0", MIGRATED, "uffd-wp: unprotected 512"],
	["B7: the write passes", "5.15.0", [...MIGRATED, "A: write heap+0x3000"], "uffd-wp: written 3; missed 3; unprotected 511"],
	["B7: the write passes", "5.7.14", [...MIGRATED, "A: write heap+0x3000"], "uffd-wp: written 3; missed 3; unprotected 511"],
	["without B7 it asks", "6.12", [...MIGRATED, "A: write heap+0x3000"], "uffd-wp: reported 1; waiting 3"],
	["B21: merged pages are open", "6.12", MERGED, "uffd-wp: unprotected 3"],
	["B21: the write passes", "6.12", [...MERGED, "A: write heap+0x2000"], "uffd-wp: written 2; missed 2; unprotected 2"],
	[
		"B18: a stale bit asks unasked",
		"5.15.0",
		[...SYNC, "A: uffd unregister heap 16K", "A: uffd register heap 16K wp", "A: write heap"],
		"uffd-wp: reported 1; spurious 1",
	],
	["async: reported as soon as written", "6.12", [...ASYNC, "A: write heap+0x1000"], "uffd-wp-async: written 1; reported 1"],
	["async: a scan starts over", "6.12", [...ASYNC, "A: write heap+0x1000", "A: scan heap 16K anyof=0x2 wp"], "uffd-wp-async: "],
	[
		"async: dropped, and reported since it is empty",
		"6.12",
		[...ASYNC, "A: write heap+0x2000", "A: advise heap+0x2000 4K dontneed"],
		"uffd-wp-async: written 2; reported 1; dropped 2",
	],
])("%s (%#)", (_, kernel, script, expected) => {
	// Counts of 0 and empty lists are left out; no case is about page 0.
	expect(drawn(after(kernel, script).trackers?.verdicts[0])).toBe(expected);
});

test("a second soft-dirty reader loses what was written before the other cleared", () => {
	const script = [...HEAP, "A: clear_refs", "A: write heap+0x1000", "A: clear_refs"];
	expect(after("6.12", script.slice(0, 4)).trackers).toBeUndefined();
	expect(after("6.12", script).trackers?.overtaken).toEqual([{ process: "A", region: "heap", page: 1 }]);
	expect(after("6.12", script).verdict.missed).toEqual([]);
	expect(after("6.12", [...script, "A: write heap+0x1000"]).trackers).toBeUndefined();
});

test("a second userfaultfd may not register what another one holds", () => {
	const run = runOf("6.12", [...SYNC, "A: uffd open wp", "A: uffd register heap 16K wp", "A: uffd register heap+0x1000 4K missing"]);
	expect(run.steps.slice(-2).map(({ result }) => result)).toEqual([
		{ ret: -1, errno: 16 },
		{ ret: -1, errno: 16 },
	]);
});

const LINES = [
	...["write heap", "write heap+0x1000 8K", "read heap 16K", "advise heap+0x2000 4K dontneed", "advise heap+0x1000 8K free"],
	...["advise heap 16K pageout", "clear_refs", "migrate heap 16K node1", "remap heap+0x2000 4K to moved", "fork B"],
	...["uffd protect heap 16K", "uffd unprotect heap+0x1000 8K", "uffd unprotect heap 16K", "uffd copy heap+0x2000 4K wp"],
	...["uffd unregister heap 8K", "uffd register heap 16K wp", "scan heap 16K anyof=0x2 wp", "unmap heap+0x3000 4K", "uffd wake heap 16K"],
].map((line) => `A: ${line}`);

test("on every kernel the numbers of every tracker add up", () => {
	let judged = 0;
	const walk = fc.array(fc.constantFrom(...LINES), { maxLength: 14 });
	fc.assert(
		fc.property(walk, fc.constantFrom(SYNC, ASYNC), fc.constantFrom(...KERNELS), (lines, start, kernel) => {
			const unique = lines.filter((line, i) => !/fork|remap/.test(line) || lines.indexOf(line) === i);
			const script = [...start, ...unique];
			const run = runOf(kernel.id, script);
			for (let step = 0; step <= script.length; step++) {
				for (const verdict of run.at({ step, micro: 0 }).trackers?.verdicts ?? []) {
					const { written, missed, dropped, pending, reported, spuriousCount } = verdict;
					const key = ({ region, process, page }: { region: string; process: string; page: number }) => `${process} ${region} ${page}`;
					const all = new Set(written.map(key));
					for (const page of [...missed, ...dropped]) expect(all.has(key(page))).toBe(true);
					for (const page of pending) expect(all.has(key(page))).toBe(false);
					expect(new Set([...missed, ...dropped].map(key)).size).toBe(missed.length + dropped.length);
					// Reported is what was written and told of, what waits, and what is spurious; a dropped page may be reported or not.
					const told = reported - pending.length - spuriousCount;
					expect(told).toBeGreaterThanOrEqual(0);
					expect(told).toBeLessThanOrEqual(written.length);
					if (verdict.tracker === "uffd-wp-async") expect(told).toBeGreaterThanOrEqual(written.length - missed.length - dropped.length);
					judged++;
				}
			}
		}),
		{ numRuns: 100, seed: 7 },
	);
	expect(judged).toBeGreaterThan(100);
});

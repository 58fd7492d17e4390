import { describe, expect, test } from "vitest";
import { recordingNamed } from "../../scripts/shipped_recordings.ts";
import { pageAtMoment } from "../history/bit_reading.ts";
import { blame, life } from "../history/blame.ts";
import type { BitQuestion, Blame, BlameLink, Reading, Subject } from "../history/inquiry.ts";
import { Run } from "../history/run.ts";
import { parseLine } from "../scenario/parse.ts";
import { PAGE_FLAGS } from "../sim/include/observation.ts";
import { kernelById } from "../sim/kernels/kernels.ts";
import { layoutOf } from "../sim/kernels/layout_of.ts";

const ALL = Number.MAX_SAFE_INTEGER;

function open(kernel: string, script: readonly string[]): Run {
	const record = kernelById(kernel);
	if (record === undefined) throw new Error(`no kernel ${kernel}`);
	const plan = script.map((text) => {
		const read = parseLine(text);
		if (!read.ok) throw new Error(read.error.message);
		return { text, parsed: read.value };
	});
	return new Run(record, plan);
}

function bit(page: number, key: string, subject: Subject = "entry", process = "A", region = "heap"): BitQuestion {
	return { process, region, page, subject, key };
}

function ask(run: Run, question: BitQuestion, step = run.steps.length, micro = 0): Blame {
	const [answer] = blame(run, [question], { step, micro }, ALL);
	if (answer === undefined) throw new Error("one answer a question");
	return answer;
}

function words({ step, micro, fn, before, after, from }: BlameLink): string {
	const moved = from === undefined ? "" : ` (from ${from.process} ${from.page})`;
	return `${step}.${micro} ${fn}: ${text(before)} → ${text(after)}${moved}`;
}

function text({ form, value }: Reading): string {
	return form === "" ? "nothing" : `${form} = ${value === null ? "?" : value ? 1 : 0}`;
}

/** The chain from what set the bit to the present. */
function chain({ origin, forms }: Blame): readonly string[] {
	return [...(origin === null ? [] : [origin]), ...forms].map(words);
}

const SPLIT = recordingNamed("thp-split-dontneed").script;

describe("the 2016 bug", () => {
	test("on 4.6.2 the function that builds the PTEs is to blame, not the one that publishes them", () => {
		expect(chain(ask(open("4.6.2", SPLIT), bit(3, "soft-dirty"), 6))).toEqual([
			"6.3 __split_huge_pmd_locked: invalidated PMD, bit 11 = 1 → present PTE, bit 11 = 0",
		]);
	});

	test("on 4.8.15 the bit comes from the write and travels through the split", () => {
		expect(chain(ask(open("4.8.15", SPLIT), bit(3, "soft-dirty"), 6))).toEqual([
			"5.1 do_huge_pmd_wp_page: huge PMD, bit 11 = 0 → huge PMD, bit 11 = 1",
			"6.1 __split_huge_pmd_locked: huge PMD, bit 11 = 1 → invalidated PMD, bit 11 = 1",
			"6.3 __split_huge_pmd_locked: invalidated PMD, bit 11 = 1 → present PTE, bit 11 = 1",
		]);
	});

	test("inside a step only what has been done so far counts", () => {
		const run = open("4.6.2", SPLIT);
		expect(chain(ask(run, bit(3, "soft-dirty"), 5, 2)).at(-1)).toContain("invalidated PMD, bit 11 = 1");
		expect(ask(run, bit(3, "dirty", "folio"), 5, 1).now.value).toBe(false);
		expect(chain(ask(run, bit(3, "dirty", "folio"), 5, 2))[0]).toMatch(/^6\.2 __split_huge_pmd_locked: .* = 0 → .* = 1$/);
	});
});

test("through swap and back: bit 11, bit 1, bit 11", () => {
	const run = open("6.12", ["A: map heap 16K", "A: write heap 16K", "A: advise heap 16K pageout", "A: read heap 16K"]);
	const answer = ask(run, bit(2, "soft-dirty"));
	expect(answer.now).toEqual({ value: true, form: "present PTE, bit 11" });
	expect([answer.origin?.fn, ...answer.forms.map(({ after }) => after.form)]).toEqual([
		"do_anonymous_page",
		"swap entry, bit 1",
		"present PTE, bit 11",
	]);
});

test("through a fork: from the parent's entry", () => {
	const run = open("6.12", ["A: map heap 16K", "A: write heap 16K", "A: fork B"]);
	const answer = ask(run, bit(1, "soft-dirty", "entry", "B"));
	expect(answer.origin).toMatchObject({ step: 2, fn: "do_anonymous_page" });
	expect(answer.forms).toMatchObject([{ step: 3, fn: "copy_pte_range", from: { process: "A", page: "heap+0x1000" } }]);
	expect(ask(run, bit(1, "write", "entry", "B")).origin).toMatchObject({ step: 3, fn: "copy_pte_range", before: { value: true } });
});

test.each([
	["one by one", "8K", 1],
	["with their table", "2M", 1],
])("mremap() moves entries %s, and blame follows to the old address", (_how, size, page) => {
	const script = [`A: map heap ${size}`, `A: write heap ${size}`, "A: clear_refs", `A: remap heap ${size} to moved`];
	const run = open("6.12", script);
	expect(run.steps.map(({ status }) => status)).toEqual(["done", "done", "done", "done"]);
	const accessed = ask(run, bit(page, "accessed", "entry", "A", "moved"));
	expect(accessed.origin).toMatchObject({ step: 2 });
	expect(accessed.forms.at(-1)).toMatchObject({ step: 4, from: { process: "A", page: `heap+0x${page.toString(16)}000` } });
});

test("a VMA's flag, and one that never changed", () => {
	const run = open("6.12", ["A: map heap 16K", "A: write heap 16K", "A: clear_refs"]);
	expect(ask(run, bit(0, "sd", "vma")).origin).toMatchObject({ step: 3, fn: "clear_refs_write", before: { value: true } });
	expect(ask(run, bit(0, "hg", "vma")).origin).toMatchObject({ step: 1, before: { form: "" }, after: { value: false } });
});

test("a page that is not there has nothing to blame", () => {
	const run = open("6.12", ["A: map heap 16K"]);
	expect(ask(run, bit(0, "soft-dirty", "entry", "A", "stack"))).toEqual({ now: { value: false, form: "" }, origin: null, forms: [] });
});

test("a search that stops early says how far it came, and a long one finds the same", () => {
	const idle = Array.from({ length: 100 }, (_, i) => `A: read heap+${i % 2 === 0 ? "0" : "4K"} 4K`);
	const run = open("6.12", ["A: map heap 16K", "A: write heap 16K", ...idle]);
	const question = bit(3, "soft-dirty");
	const end = { step: run.steps.length, micro: 0 };
	expect(blame(run, [question], end, 10)[0]).toMatchObject({ origin: null, searchedTo: 92 });
	expect(blame(run, [question], end, ALL)[0]).toMatchObject({ origin: { step: 2, fn: "do_anonymous_page" } });
});

test("the life of a bit, whole and in parts", () => {
	const run = open("4.6.2", SPLIT);
	const whole = life(run, bit(3, "soft-dirty"), 0, 100);
	expect(whole.map(({ from, n, value, there }) => [from, n, there ? value : "absent"])).toEqual([
		[0, 3, "absent"],
		[3, 1, true],
		[4, 1, false],
		[5, 1, true],
		[6, 4, false],
	]);
	expect(life(run, bit(3, "soft-dirty"), 4, 2).map(({ from, n }) => [from, n])).toEqual([
		[4, 1],
		[5, 1],
		[6, 1],
	]);
});

const ENTRY_KEYS = ["soft-dirty", "uffd-wp", "write", "dirty", "present", "form"];
const SCENARIOS = ["thp-split-dontneed", "mapping-lifecycle", "thp-remap-part", "sd-fork-swap", "thp-migrate", "ksm-loses-soft-dirty"];

describe("what is blamed is what the moments show", () => {
	test.each(SCENARIOS)("%s", (name) => {
		const { script } = recordingNamed(name);
		for (const kernel of ["4.6.2", "6.12"]) {
			const run = open(kernel, script);
			const layout = layoutOf(kernel);
			if (layout === undefined) throw new Error(`no layout of ${kernel}`);
			const moments = [...run.steps.keys(), run.steps.length].map((step) => run.at({ step, micro: 0 }).observation);
			const last = moments.at(-1);
			const read = (step: number, { process, region, page, subject, key }: BitQuestion): Reading => {
				const view = moments[step]?.processes.find(({ id }) => id === process)?.regions.find((each) => each.name === region);
				const found = view === undefined ? null : pageAtMoment(layout, "pfn", view, page);
				return found?.read({ subject, key }) ?? { value: false, form: "" };
			};
			for (const process of last?.processes ?? []) {
				for (const region of process.regions) {
					const pages = [...new Set(region.runs.slice(0, 6).map(({ at }) => at))];
					const questions = pages.flatMap((page) => [
						...ENTRY_KEYS.map((key) => bit(page, key, "entry", process.id, region.name)),
						bit(page, "soft-dirty", "pagemap", process.id, region.name),
						bit(page, "sd", "vma", process.id, region.name),
						...PAGE_FLAGS.map((key) => bit(page, key, "folio", process.id, region.name)),
					]);
					const answers = blame(run, questions, { step: run.steps.length, micro: 0 }, ALL);
					questions.forEach((question, i) => {
						const answer = answers[i];
						expect(answer?.now).toEqual(read(run.steps.length, question));
						// Under another address the page is looked up otherwise.
						if (answer === undefined || [answer.origin, ...answer.forms].some((link) => link?.from !== undefined)) return;
						const since = answer.origin?.step ?? 0;
						for (let step = since; step <= run.steps.length; step++) expect(read(step, question).value).toBe(answer.now.value);
						for (const { step, after } of answer.forms.slice(0, -1)) expect(after.value, `step ${step}`).toBe(answer.now.value);
					});
				}
			}
		}
	});
});

import { describe, expect, test } from "vitest";
import { USUAL_PROPERTIES } from "../check/properties.ts";
import { DEFAULT_SCOPE } from "../check/scope.ts";
import type { CheckerWorker, CheckProgress, CheckRequest } from "./check_protocol.ts";
import { checkSession } from "./check_session.ts";
import type { Answer } from "./protocol.ts";

const REQUEST: CheckRequest = {
	kernel: "4.6.2",
	scope: { ...DEFAULT_SCOPE, processes: 1 },
	properties: USUAL_PROPERTIES,
	own: "",
	depth: 5,
	states: 100_000,
	seconds: 600,
};

function value<T>(answer: Answer<T>): T {
	if (!answer.ok) throw new Error(answer.problem);
	return answer.value;
}

/** A clock that goes on by a millisecond with every look at it. */
function session(): CheckerWorker {
	let time = 0;
	return checkSession(() => time++);
}

function run(checker: CheckerWorker, request: CheckRequest): CheckProgress {
	value(checker.start(request));
	for (;;) {
		const progress = value(checker.work(20));
		if (progress.done) return progress;
	}
}

test("explores in slices, and tells of findings as scenarios of full geometry", () => {
	const checker = session();
	value(checker.start(REQUEST));
	const first = value(checker.work(3));
	expect(first.done).toBe(false);
	const { findings, limit } = run(checker, REQUEST);
	expect(limit).toBe("depth");
	expect(findings[0]).toMatchObject({ property: "soft-dirty-missed", confirmed: true });
	expect(findings[0]?.path[0]).toBe("A: map heap 2M");
	expect(findings[0]?.path).toHaveLength(5);
});

test("stops at so many states, and after so many seconds of work, whatever the pauses between", () => {
	const few = run(session(), { ...REQUEST, states: 200 });
	expect(few).toMatchObject({ limit: "states", states: 200 });

	let time = 0;
	let looks = 0;
	const checker = checkSession(() => {
		looks++;
		return time++;
	});
	value(checker.start({ ...REQUEST, depth: 9, seconds: 0.05 }));
	let progress: CheckProgress;
	do {
		time += 10_000;
		progress = value(checker.work(20));
	} while (!progress.done);
	expect(progress.limit).toBe("seconds");
	expect(looks).toBeGreaterThan(50);
	expect(looks).toBeLessThan(60);
});

test("a derived kernel has what its base has not", () => {
	expect(run(session(), { ...REQUEST, kernel: "6.1" }).findings).toEqual([]);
	expect(run(session(), { ...REQUEST, kernel: "6.1~splitCarriesSoftDirty" }).findings).not.toEqual([]);
});

test("a property of one's own is explored, and refused with its place", () => {
	const own = "huge and soft_dirty and not vma_soft_dirty";
	const found = run(session(), { ...REQUEST, properties: [], own }).findings;
	expect(found[0]).toMatchObject({ property: "own", confirmed: true });
	expect(session().start({ ...REQUEST, own: "huge and" })).toMatchObject({ ok: false, problem: expect.stringContaining("column 9") });
});

describe("refusals", () => {
	test("an unknown kernel, an unknown difference, no exploration", () => {
		expect(session().start({ ...REQUEST, kernel: "9" }).ok).toBe(false);
		expect(session().matrix("6.1~nonsense").ok).toBe(false);
		expect(session().work(1).ok).toBe(false);
	});
});

test("a long scenario becomes the shortest that shows the same", () => {
	const lines = [
		"A: map heap 4M",
		"A: map other 1M",
		"A: advise heap 4M hugepage",
		"A: write heap",
		"A: write other",
		"A: clear_refs",
		"A: fork B",
		"B: exit",
		"A: write heap+0x3000",
		"A: advise heap+1M 4K dontneed",
		"A: read heap+0x3000",
	];
	const { script, of, property } = value(session().shrink("4.6.2", lines));
	expect(of).toBe(lines.length);
	expect(property).toBe("soft-dirty-missed");
	expect(script).toHaveLength(5);
	expect(session().shrink("6.1", lines)).toMatchObject({ ok: false, problem: expect.stringContaining("nothing to shrink") });
});

test("the matrix comes with scripts", () => {
	const lines = value(session().matrix("4.6.2"));
	const split = lines.find(({ operation, form }) => operation === "split, other page dropped" && form === "huge");
	const cell = split?.cells.find(({ bit }) => bit === "soft-dirty");
	expect(cell).toMatchObject({ fate: "lost" });
	expect(cell?.script.at(-1)).toBe("A: advise heap+1M 4K dontneed");
});

/** What the checker found, as JSON: the same from the command line, from shards that were merged, and from the screen. */
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import type { Step } from "../sim/include/operation.ts";
import { causeKey, type Finding } from "./finding.ts";
import { lift } from "./lift.ts";
import type { Property } from "./properties.ts";
import { propertyById } from "./replay.ts";
import type { Scope } from "./scope.ts";

export interface ReportedFinding {
	readonly property: string;
	/** Lines of the scenario language, at full geometry. */
	readonly path: readonly string[];
	/** `mm/huge_memory.c: __split_huge_pmd_locked (build 512 entries)`. */
	readonly microStep: string;
	/** Number of that micro-step within the last step at full geometry, from 0; -1 where there is none. */
	readonly micro: number;
	/** What the micro-step does, in a sentence. */
	readonly say: string;
	/** Whether the path shows the same at full geometry. */
	readonly confirmed: boolean;
	readonly times: number;
}

export interface Report {
	readonly kernel: string;
	readonly states: number;
	readonly seconds: number;
	/** Every state within the depth was seen. */
	readonly exhausted: boolean;
	/** … and there is none beyond. */
	readonly complete: boolean;
	readonly depth: number;
	readonly transitions: number;
	readonly findings: readonly ReportedFinding[];
}

/** A finding lifted to full geometry, told in the language of `print`. `own`: properties that are not ready-made. */
export function reportFinding(
	kernel: KernelRecord,
	scope: Scope,
	finding: Finding,
	print: (step: Step) => string,
	own: readonly Property[] = [],
): ReportedFinding {
	const { property: id, path, cause, times } = finding;
	const property = own.find((each) => each.id === id) ?? propertyById(id);
	const lifted = property === undefined ? { path, cause: null } : lift(kernel, scope, path, property, cause);
	const told = lifted.cause ?? cause;
	return {
		property: id,
		path: lifted.path.map(print),
		microStep: `${told.file}: ${told.fn} (${told.label})`,
		micro: lifted.cause === null ? -1 : told.micro,
		say: told.say,
		confirmed: lifted.cause !== null,
		times,
	};
}

/** One of each cause, the shortest; of equals the first. */
export function mergeFindings(all: readonly Finding[]): Finding[] {
	return merged(
		all,
		({ property, cause }) => causeKey(property, cause),
		({ path }) => path.length,
	);
}

/** Reports of shards as one: what was counted is added up, of each cause the shortest path stays. */
export function mergeReports(reports: readonly Report[]): Report | null {
	const [first] = reports;
	if (first === undefined) return null;
	const sum = (count: (report: Report) => number) => reports.reduce((total, report) => total + count(report), 0);
	return {
		kernel: first.kernel,
		states: sum(({ states }) => states),
		seconds: sum(({ seconds }) => seconds),
		exhausted: reports.every(({ exhausted }) => exhausted),
		complete: reports.every(({ complete }) => complete),
		depth: Math.max(...reports.map(({ depth }) => depth)),
		transitions: sum(({ transitions }) => transitions),
		findings: merged(
			reports.flatMap(({ findings }) => findings),
			({ property, microStep }) => `${property} ${microStep}`,
			({ path }) => path.length,
		),
	};
}

function merged<T extends { readonly times: number }>(all: readonly T[], keyOf: (each: T) => string, length: (each: T) => number): T[] {
	const kept = new Map<string, T>();
	for (const each of all) {
		const key = keyOf(each);
		const known = kept.get(key);
		const times = each.times + (known?.times ?? 0);
		kept.set(key, { ...(known === undefined || length(each) < length(known) ? each : known), times });
	}
	return [...kept.values()].sort((a, b) => length(a) - length(b) || (keyOf(a) < keyOf(b) ? -1 : 1));
}

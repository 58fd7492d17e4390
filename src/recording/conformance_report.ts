/** The conformance outcome as text, for a terminal. */
import { ASPECTS, type Aspect } from "./compare.ts";
import type { Conformance, Judgement, Tally } from "./conformance.ts";

/** Scenarios whose first difference is told; the JSON has all. */
const TOLD = 40;

export function conformanceReport(outcome: Conformance, judgement: Judgement): string {
	const parts = [table(outcome), notModelled(outcome), differences(outcome, judgement), stale(judgement), ending(outcome, judgement)];
	return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function table(outcome: Conformance): string {
	const head = ["kernel", "scenarios", "not modelled", "steps", ...ASPECTS];
	const rows = Object.entries(outcome.kernels).map(([kernel, tally]) => {
		const compared = { agree: tally.scenarios.agree, total: tally.scenarios.total - tally.scenarios.notModelled };
		return [
			kernel,
			share(compared),
			String(tally.scenarios.notModelled),
			share(tally.steps),
			...ASPECTS.map((aspect: Aspect) => share(tally.aspects[aspect])),
		];
	});
	return columns([head, ...rows]);
}

function share({ agree, total }: Tally): string {
	return total === 0 ? "–" : `${agree}/${total}`;
}

function notModelled(outcome: Conformance): string {
	const names = new Set(Object.values(outcome.notModelled).flatMap((counts) => Object.keys(counts)));
	if (names.size === 0) return "";
	const kernels = Object.keys(outcome.kernels);
	const most = (name: string) => Math.max(...kernels.map((kernel) => outcome.notModelled[kernel]?.[name] ?? 0));
	const rows = [...names]
		.sort((a, b) => most(b) - most(a) || (a < b ? -1 : 1))
		.map((name) => [name, ...kernels.map((kernel) => String(outcome.notModelled[kernel]?.[name] ?? 0))]);
	return `Not modelled yet, scenarios by the operation that they need:\n${columns([["operation", ...kernels], ...rows])}`;
}

function differences(outcome: Conformance, judgement: Judgement): string {
	const unexplained = new Set(judgement.unexplained);
	const told: string[] = [];
	const seen = new Set<string>();
	for (const [index, failure] of outcome.failures.entries()) {
		const scenario = `${failure.scenario} on ${failure.kernel}`;
		if (!unexplained.has(failure) || seen.has(scenario)) continue;
		seen.add(scenario);
		if (told.length === TOLD) continue;
		const where = outcome.places[index] ?? "";
		told.push(
			[
				`${scenario}, step ${failure.step}: ${failure.aspect}${where === "" ? "" : ` at ${where}`}`,
				`  recorded ${failure.expected}`,
				`  machine  ${failure.actual}`,
			].join("\n"),
		);
	}
	if (told.length === 0) return "";
	const more = seen.size > told.length ? `\n… and ${seen.size - told.length} more scenarios` : "";
	return `First difference of each scenario:\n${told.join("\n")}${more}`;
}

function stale({ stale: entries }: Judgement): string {
	if (entries.length === 0) return "";
	const rows = entries.map((entry) => `  ${entry.scenario} on ${entry.kernel}, ${entry.aspect}: ${entry.reason}`);
	return `Known differences that are none any more (take them out of known_differences.json):\n${rows.join("\n")}`;
}

function ending(outcome: Conformance, judgement: Judgement): string {
	const explained = outcome.failures.length - judgement.unexplained.length;
	if (judgement.passed)
		return explained === 0 ? "All that is modelled agrees." : `All that is modelled agrees, but for ${explained} known differences.`;
	return `${judgement.unexplained.length} differences, ${explained} known, ${judgement.stale.length} stale.`;
}

function columns(rows: readonly (readonly string[])[]): string {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	return rows
		.map((row) =>
			row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  "),
		)
		.join("\n");
}

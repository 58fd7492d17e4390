/** The scenario language, written: the text that recordings of real kernels use for a step. */
import type { Operation, Range, Step } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import { formatHex, formatLength, formatOffset, parseNumber } from "./numbers.ts";
import { DISABLED_MARK, type ParsedScenario } from "./parse.ts";
import { tokenize } from "./tokens.ts";

/** The canonical text of a step: `A: advise heap+1M 4K dontneed`. */
export function printStep(step: Step): string {
	const { operation } = step;
	const words = printOperation(operation);
	// KSM runs for the whole machine: nobody asks for it.
	return operation.kind === "ksm_run" && step.process === "A" ? words : `${step.process}: ${words}`;
}

/**
 * The text of a step that was edited from `before`: numbers that did not change keep the spelling that the person chose
 * (`0x100000` stays, where the canonical text would say `1M`).
 */
export function printStepLike(step: Step, before: string): string {
	const words = printStep(step).split(" ");
	const old = tokenize(before).map((token) => token.text);
	if (old.length !== words.length) return words.join(" ");
	return words.map((word, index) => (sameMeaning(word, old[index] ?? "") ? (old[index] ?? "") : word)).join(" ");
}

/** The whole text of a scenario; steps that were not edited keep their text, comments stay where they are. */
export function printScenario(scenario: Pick<ParsedScenario, "title" | "about" | "lines" | "notes">): string {
	const rows: string[] = [];
	if (scenario.title !== "" || scenario.about !== "") rows.push(`# ${scenario.title}`.trimEnd());
	if (scenario.about !== "") rows.push(`# ${scenario.about}`);
	for (const line of scenario.lines) {
		rows.push(...line.notes, line.enabled ? line.text : `${DISABLED_MARK} ${line.text}`);
	}
	rows.push(...scenario.notes);
	return rows.map((row) => `${row}\n`).join("");
}

function printOperation(operation: Operation): string {
	switch (operation.kind) {
		case "map": {
			const prot = operation.prot === "rw" ? "" : ` ${operation.prot}`;
			return `map ${operation.region} ${formatLength(operation.length)}${prot}${operation.shared ? " shared" : ""}`;
		}
		case "protect":
			return `protect ${printRange(operation.range)} ${operation.prot}`;
		case "advise":
			return `advise ${printRange(operation.range)} ${operation.advice}`;
		case "read":
		case "write":
		case "store":
			return `${operation.kind} ${operation.range.length === PAGE_SIZE ? printAddress(operation.range) : printRange(operation.range)}`;
		case "fill":
			return `fill ${printRange(operation.range)} ${operation.byte}`;
		case "remap":
			return `remap ${printRange(operation.range)} to ${operation.to}`;
		case "fork":
			return `fork ${operation.child}`;
		case "migrate":
			return `migrate ${printRange(operation.range)} node${operation.node}`;
		case "migrate_begin":
			return `migrate begin ${printRange(operation.range)} node${operation.node}`;
		case "migrate_finish":
			return `migrate finish ${printRange(operation.range)}`;
		case "uffd_open":
			return `uffd open ${operation.features.join("|")}`;
		case "uffd_register":
			return `uffd register ${printRange(operation.range)} ${operation.modes.join("+")}`;
		case "uffd_copy":
			return `uffd copy ${printRange(operation.range)}${operation.wp ? " wp" : ""}`;
		case "uffd_unregister":
		case "uffd_protect":
		case "uffd_unprotect":
		case "uffd_zeropage":
		case "uffd_wake":
			return `uffd ${operation.kind.slice("uffd_".length)} ${printRange(operation.range)}`;
		case "scan":
			return ["scan", printRange(operation.range), ...scanWords(operation)].join(" ");
		case "ksm_run":
			return "ksm run";
		case "cpu":
		case "prober_cpu":
			return `${operation.kind} ${operation.cpu}`;
		case "policy":
			return `policy ${operation.node === "default" ? "default" : `node${operation.node}`}`;
		case "unmap":
		case "numa_hint":
		case "swap_out":
			return `${operation.kind} ${printRange(operation.range)}`;
		case "exit":
		case "clear_refs":
		case "split_all":
			return operation.kind;
	}
}

function scanWords(operation: Extract<Operation, { kind: "scan" }>): string[] {
	const words: string[] = [];
	if (operation.anyof !== 0 || operation.all === 0) words.push(`anyof=${formatHex(operation.anyof)}`);
	if (operation.all !== 0) words.push(`all=${formatHex(operation.all)}`);
	if (operation.inverted !== 0) words.push(`inv=${formatHex(operation.inverted)}`);
	if (operation.wp) words.push("wp");
	if (operation.check) words.push("check");
	return words;
}

function printRange(range: Range): string {
	return `${printAddress(range)} ${formatLength(range.length)}`;
}

function printAddress(range: Range): string {
	return range.offset === 0 ? range.region : `${range.region}+${formatOffset(range.offset)}`;
}

/** Whether two words differ at most in how their number is written. */
function sameMeaning(a: string, b: string): boolean {
	const [headA, numberA] = splitNumber(a);
	const [headB, numberB] = splitNumber(b);
	return headA === headB && numberA === numberB;
}

/** `heap+0x3000` → `heap+` and 12288; a word without a number is all head. */
function splitNumber(word: string): readonly [string, number | null] {
	const at = Math.max(word.lastIndexOf("+"), word.lastIndexOf("=")) + 1;
	const value = parseNumber(word.slice(at));
	return value === null ? [word, null] : [word.slice(0, at), value];
}

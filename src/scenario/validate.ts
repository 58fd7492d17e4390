/**
 * What is wrong with a scenario beyond its spelling: names that nothing made, ranges that leave their region, numbers that are out of
 * bounds. Errors stop a line from running; warnings say what the kernel will answer. What a kernel itself refuses with an errno is
 * allowed: that refusal may be what the scenario is about.
 */
import type { Operation, Range } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import { formatHex, formatLength } from "./numbers.ts";
import type { LineProblem, ScenarioLine } from "./parse.ts";
import { type Places, readLine } from "./read_line.ts";
import { nearest, type Token } from "./tokens.ts";
import { EMPTY_WORLD, LAST_PAGE, type ProcessPlaces, type RegionPlace, type World, worldAfter } from "./world.ts";

/** Bytes that one region may have. */
export const MAX_REGION_LENGTH = 64 * 2 ** 30;
/** Regions that all processes of a scenario may make together. */
export const MAX_REGIONS = 1024;
/** The machine of the recordings: two NUMA nodes, two CPUs. */
const NODES = 2;
const CPUS = 2;

type Report = (severity: "error" | "warning", at: Token, message: string, expected: string) => void;

/** What the lines before a line made, as far as their text tells. The same object as long as nothing of it changes. */
export interface Before {
	readonly world: World;
	/** Regions that were made, by all processes. */
	readonly regions: number;
}

export const NOTHING_BEFORE: Before = { world: EMPTY_WORLD, regions: 0 };

export interface CheckedLine {
	/** With the columns of the line's own text. */
	readonly problems: readonly Omit<LineProblem, "line">[];
	/** For the next line. */
	readonly after: Before;
}

/** Problems of one line at its place. A line that is off, or that cannot be read (which the parser reports), has none and does nothing. */
export function checkLine(before: Before, { text, enabled }: Pick<ScenarioLine, "text" | "enabled">): CheckedLine {
	const read = enabled ? readLine(text).result : null;
	if (!read?.ok) return { problems: [], after: before };
	const { step, places } = read.value;
	const problems: Omit<LineProblem, "line">[] = [];
	const report: Report = (severity, at, message, expected) => {
		problems.push({ severity, column: at.column, length: at.text.length, message, expected });
	};
	const makes = step.operation.kind === "map" || step.operation.kind === "remap";
	const regions = before.regions + (makes ? 1 : 0);
	if (regions > MAX_REGIONS && makes)
		report("error", places.made ?? places.operation, "the scenario makes too many regions", `at most ${MAX_REGIONS} regions`);
	checkStep(before.world, step.process, step.operation, places, report);
	const sound = problems.every(({ severity }) => severity !== "error");
	const world = sound ? worldAfter(before.world, step) : before.world;
	return { problems, after: world === before.world && regions === before.regions ? before : { world, regions } };
}

/** Problems of the enabled lines, in their order, with the columns of each line's own text. Lines that cannot be read are left to the parser. */
export function validateScenario(lines: readonly ScenarioLine[]): readonly LineProblem[] {
	let before = NOTHING_BEFORE;
	return lines.flatMap((line) => {
		const { problems, after } = checkLine(before, line);
		before = after;
		return problems.map((problem) => ({ ...problem, line: line.line }));
	});
}

function checkStep(world: World, process: string, operation: Operation, places: Places, report: Report): void {
	const own = world.processes.get(process);
	if (own === undefined) {
		const at = places.process ?? places.operation;
		// What was begun for a process can be finished after its end.
		if (world.exited.has(process) && operation.kind === "migrate_finish") return;
		if (world.exited.has(process)) report("warning", at, `process ${process} has exited: the step will be skipped`, living(world));
		else report("error", at, `there is no process ${process} here`, `${living(world)}, or “fork ${process}” before this step`);
		return;
	}
	if ("range" in operation) checkRange(own, process, operation, places, report);
	const { kind } = operation;
	if (kind === "map") checkMap(world, own, operation, places, report);
	else if (kind === "remap") checkNew(own, operation.to, places.made ?? places.operation, report);
	else if (kind === "fork") checkFork(world, operation.child, places, report);
	else if (kind === "migrate_finish") checkFinish(own, process, places, report);
	else if (kind === "migrate" || kind === "migrate_begin" || kind === "policy") checkNode(operation.node, places, report);
	else if (kind === "cpu" || kind === "prober_cpu") checkCpu(operation.cpu, places, report);
	else if (kind.startsWith("uffd_")) checkUffd(own, process, kind, places, report);
}

function checkFork(world: World, child: string, places: Places, report: Report): void {
	if (world.processes.has(child)) report("error", places.made ?? places.operation, `process ${child} lives already`, freeProcess(world));
}

function checkNode(node: number | "default", places: Places, report: Report): void {
	if (node === "default" || node < NODES) return;
	report("warning", places.node ?? places.operation, `the machine has no node ${node}: the kernel will refuse`, "node0 or node1");
}

function checkFinish(own: ProcessPlaces, process: string, places: Places, report: Report): void {
	if (own.migrating) return;
	report(
		"warning",
		places.operation,
		`process ${process} has begun no migration: nothing will happen`,
		"“migrate begin ADDR LEN nodeN” before this step",
	);
}

function checkCpu(cpu: number, places: Places, report: Report): void {
	if (cpu >= CPUS) report("warning", places.cpu ?? places.operation, `the machine has no CPU ${cpu}: the kernel will refuse`, "0 or 1");
}

function checkUffd(own: ProcessPlaces, process: string, kind: string, places: Places, report: Report): void {
	const opens = kind === "uffd_open";
	if (opens && own.uffd) {
		report("warning", places.operation, `process ${process} has a userfaultfd already; the first one goes on`, "one uffd open a process");
	} else if (!opens && !own.uffd) {
		report(
			"warning",
			places.operation,
			`process ${process} has no userfaultfd: the call will fail`,
			"“uffd open FEATURES” before this step",
		);
	}
}

function checkMap(world: World, own: ProcessPlaces, operation: Extract<Operation, { kind: "map" }>, places: Places, report: Report): void {
	const at = places.length ?? places.operation;
	const { length } = operation;
	checkNew(own, operation.region, places.made ?? places.operation, report);
	if (length === 0) report("error", at, "a region of no pages", "at least 4K");
	else if (length % PAGE_SIZE !== 0)
		report("error", at, `${at.text} is not a whole number of pages`, `a multiple of 4K, such as ${formatLength(roundUp(length))}`);
	else if (length > MAX_REGION_LENGTH) report("error", at, `${at.text} is too large`, `at most ${formatLength(MAX_REGION_LENGTH)}`);
	else if (world.next + length / PAGE_SIZE > LAST_PAGE) report("error", at, "the address space is full", "fewer or smaller regions");
}

function checkNew(own: ProcessPlaces, name: string, at: Token, report: Report): void {
	if (own.regions.some((region) => region.name === name)) {
		report("error", at, `a region ${name} exists already`, `another name, such as ${freeName(own, name)}`);
	}
}

function checkRange(
	own: ProcessPlaces,
	process: string,
	operation: Operation & { readonly range: Range },
	places: Places,
	report: Report,
): void {
	const { range } = operation;
	const at = places.address ?? places.operation;
	const region = own.regions.find((candidate) => candidate.name === range.region);
	if (region === undefined) {
		const name = { text: range.region, column: at.column };
		const meant = nearest(
			range.region,
			own.regions.map((candidate) => candidate.name),
		);
		report(
			"error",
			name,
			`process ${process} has no region ${range.region} here${meant === null ? "" : `; did you mean ${meant}?`}`,
			known(own),
		);
		return;
	}
	if (range.offset >= region.length) {
		const column = at.column + range.region.length + 1;
		report(
			"error",
			{ text: at.text.slice(range.region.length + 1), column },
			`${at.text} lies outside the region: ${region.name} is ${formatLength(region.length)} long`,
			`an offset below ${formatHex(region.length)}`,
		);
		return;
	}
	checkExtent(operation, region, places, report);
}

function checkExtent(operation: Operation & { readonly range: Range }, region: RegionPlace, places: Places, report: Report): void {
	const { range } = operation;
	const end = places.length ?? places.address ?? places.operation;
	const touches = operation.kind === "read" || operation.kind === "write" || operation.kind === "store" || operation.kind === "fill";
	if (range.length > MAX_REGION_LENGTH) {
		report("error", end, `${end.text} is too large`, `at most ${formatLength(MAX_REGION_LENGTH)}`);
		return;
	}
	if (operation.kind === "remap" && (range.length === 0 || range.length % PAGE_SIZE !== 0)) {
		report("error", end, `${end.text} is not a whole number of pages`, "a multiple of 4K, such as 16K");
		return;
	}
	const past = Math.ceil((range.offset + range.length - region.length) / PAGE_SIZE);
	if (past > 0) {
		const answer = touches ? "the process dies there with SIGSEGV" : "the kernel may answer with an errno";
		report(
			"warning",
			end,
			`the range ends ${past} ${past === 1 ? "page" : "pages"} past ${region.name}: ${answer}`,
			`at most ${formatLength(region.length - range.offset)} from here`,
		);
	}
	if (range.length === 0) {
		report("warning", end, "the range is empty", "at least 4K");
	} else if (!touches && range.offset % PAGE_SIZE !== 0) {
		const at = places.address ?? places.operation;
		report("warning", at, `${at.text} is not the start of a page: the kernel will refuse with EINVAL`, "a multiple of 4K (0x1000)");
	}
}

function known(own: ProcessPlaces): string {
	return own.regions.length === 0 ? "“map NAME LEN” before this step" : `one of ${own.regions.map((region) => region.name).join(", ")}`;
}

function living(world: World): string {
	const ids = [...world.processes.keys()].sort();
	return ids.length === 0 ? "no process lives here any more" : `a process that lives here: ${ids.join(", ")}`;
}

function freeProcess(world: World): string {
	for (let code = 0x41; code <= 0x5a; code++) {
		const id = String.fromCharCode(code);
		if (!world.processes.has(id)) return `another letter, such as ${id}`;
	}
	return "an exit before this step: all 26 processes live";
}

function freeName(own: ProcessPlaces, name: string): string {
	for (let n = 2; ; n++) {
		const candidate = `${name.slice(0, 20)}${n}`;
		if (!own.regions.some((region) => region.name === candidate)) return candidate;
	}
}

function roundUp(length: number): number {
	return Math.ceil(length / PAGE_SIZE) * PAGE_SIZE;
}

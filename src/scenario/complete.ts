/** What could be typed at a place of a scenario: operations, the regions and processes that exist there, advices, features, lengths. */
import { ADVICES, UFFD_FEATURES, UFFD_MODES } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import { ADVICE_ABOUT, type ArgumentKind, aboutForm, FEATURE_ABOUT, FORMS, MODE_ABOUT, PROTECTION_ABOUT } from "./grammar.ts";
import type { Wanted } from "./line_cursor.ts";
import { formatLength, formatOffset } from "./numbers.ts";
import { readLine } from "./read_line.ts";
import { tokenize } from "./tokens.ts";
import type { RegionPlace, World } from "./world.ts";

export interface Completion {
	/** What replaces the text from `Completions.from` to `Completions.to`. */
	readonly text: string;
	/** One line: what it means. */
	readonly about: string;
}

export interface Completions {
	/** UTF-16 offsets in the line. */
	readonly from: number;
	readonly to: number;
	/** Those that start with what was typed, in a useful order. */
	readonly items: readonly Completion[];
}

/**
 * Completions for the cursor at `column` of `line`, in the world that the lines before it make. The word under the cursor is replaced
 * up to its end; within `wp|wp_as` or `heap+0x` only the part after the last separator. Never throws.
 */
export function completeLine(line: string, column: number, world: World): Completions {
	const cursor = Number.isNaN(column) ? line.length : Math.max(0, Math.min(line.length, Math.trunc(column)));
	const nothing = { from: cursor, to: cursor, items: [] };
	const hash = line.indexOf("#");
	if (hash >= 0 && hash < cursor) return nothing;
	const word = tokenize(line).find((token) => token.column < cursor && cursor <= token.column + token.text.length);
	const start = word?.column ?? cursor;
	const end = word === undefined ? cursor : word.column + word.text.length;
	const typed = line.slice(start, cursor);
	const { wanted } = readLine(line.slice(0, start));
	const process = processOf(line, world);
	const items: Completion[] = [];
	let from = start;
	for (const want of wanted) {
		const separator = want === "features" ? "|" : want === "modes" ? "+" : null;
		const cut = separator === null ? -1 : typed.lastIndexOf(separator);
		if (separator !== null && cut >= 0) from = start + cut + 1;
		const chosen = separator === null || cut < 0 ? [] : typed.slice(0, cut).split(separator);
		items.push(...offers(want, typed, world, process).filter((item) => !chosen.includes(item.text)));
	}
	const prefix = line.slice(from, cursor);
	return { from, to: end, items: items.filter((item) => item.text.startsWith(prefix) && item.text !== prefix) };
}

/** The process that the line speaks for. */
function processOf(line: string, world: World): string {
	const first = tokenize(line)[0]?.text ?? "";
	return /^[A-Z]:$/.test(first) && world.processes.has(first.slice(0, 1)) ? first.slice(0, 1) : "A";
}

function offers(want: Wanted, typed: string, world: World, process: string): readonly Completion[] {
	if (typeof want === "object") {
		return FORMS.filter((form) => form.words[0] === want.after[0] && form.words.length > 1).map((form) => ({
			text: form.words[1] ?? "",
			about: aboutForm(form),
		}));
	}
	if (want === "process") return [...world.processes.keys()].sort().map((id) => ({ text: `${id}:`, about: `a step of process ${id}` }));
	if (want === "operation") return operations();
	const regions = world.processes.get(process)?.regions ?? [];
	return argumentOffers(want, typed, regions, world);
}

function operations(): readonly Completion[] {
	const items = new Map<string, Completion>();
	for (const form of FORMS) {
		const text = form.words[0] ?? "";
		const about = form.words.length === 1 ? form.about : text === "uffd" ? "userfaultfd: open, register, protect, copy …" : form.about;
		if (!items.has(text)) items.set(text, { text, about });
	}
	return [...items.values()];
}

function argumentOffers(kind: ArgumentKind, typed: string, regions: readonly RegionPlace[], world: World): readonly Completion[] {
	switch (kind) {
		case "new_region":
			return ["heap", "moved", "shm", "fresh"]
				.filter((name) => !regions.some((region) => region.name === name))
				.map((text) => ({ text, about: "the new region's name" }));
		case "to_region":
			return [{ text: "to", about: "and the name of the region that the range becomes" }];
		case "address":
			return addresses(typed, regions);
		case "length":
		case "optional_length":
			return lengths(regions);
		case "protection":
			return described(["none", "r", "rw"], PROTECTION_ABOUT);
		case "map_options":
			return [...described(["r", "rw", "none"], PROTECTION_ABOUT), { text: "shared", about: "a memfd, mapped shared" }];
		case "advice":
			return described(ADVICES, ADVICE_ABOUT);
		case "byte":
			return [{ text: "7", about: "a byte value, 0 to 255" }];
		case "new_process":
			return freeProcesses(world);
		case "node":
			return nodes();
		case "node_or_default":
			return [...nodes(), { text: "default", about: "no binding" }];
		case "cpu":
			return ["0", "1"].map((text) => ({ text, about: `CPU ${text}` }));
		case "features":
			return described(UFFD_FEATURES, FEATURE_ABOUT);
		case "modes":
			return described(UFFD_MODES, MODE_ABOUT);
		case "wp_option":
			return [{ text: "wp", about: "write-protected from the start" }];
		case "scan_options":
			return [
				{ text: "anyof=0x2", about: "pages that were written (uffd-wp absent)" },
				{ text: "anyof=0x80", about: "pages that are soft-dirty" },
				{ text: "anyof=0xff", about: "pages of any category" },
				{ text: "all=", about: "pages of all these categories" },
				{ text: "inv=", about: "categories to invert first" },
				{ text: "wp", about: "PM_SCAN_WP_MATCHING: write-protect what matches" },
				{ text: "check", about: "PM_SCAN_CHECK_WPASYNC: refuse where nothing is tracked" },
			];
	}
}

/** Regions; once one is typed with a `+`, its quarters and its second page. */
function addresses(typed: string, regions: readonly RegionPlace[]): readonly Completion[] {
	const plus = typed.indexOf("+");
	if (plus < 0)
		return regions.map((region) => ({
			text: region.name,
			about: `${formatLength(region.length)}, ${region.shared ? "shared" : "private"}`,
		}));
	const region = regions.find((candidate) => candidate.name === typed.slice(0, plus));
	if (region === undefined) return [];
	const quarter = Math.floor(region.length / 4 / PAGE_SIZE) * PAGE_SIZE;
	const offsets = new Set(
		[PAGE_SIZE, 3 * PAGE_SIZE, quarter, 2 * quarter, 3 * quarter].filter((offset) => offset > 0 && offset < region.length),
	);
	return [...offsets].map((offset) => ({
		text: `${region.name}+${formatOffset(offset)}`,
		about: `page ${offset / PAGE_SIZE} of ${region.name}`,
	}));
}

function lengths(regions: readonly RegionPlace[]): readonly Completion[] {
	const items: Completion[] = [
		{ text: "4K", about: "one page" },
		{ text: "16K", about: "four pages" },
		{ text: "64K", about: "16 pages" },
		{ text: "2M", about: "one huge page" },
		{ text: "4M", about: "two huge pages" },
	];
	for (const region of regions) {
		const text = formatLength(region.length);
		if (!items.some((item) => item.text === text)) items.push({ text, about: `as long as ${region.name}` });
	}
	return items;
}

function freeProcesses(world: World): readonly Completion[] {
	const free = Array.from({ length: 26 }, (_, index) => String.fromCharCode(0x41 + index)).filter((id) => !world.processes.has(id));
	return free.slice(0, 3).map((text) => ({ text, about: "a new process" }));
}

function nodes(): readonly Completion[] {
	return ["node0", "node1"].map((text) => ({ text, about: `NUMA node ${text.slice(-1)}` }));
}

function described(words: readonly string[], about: Readonly<Record<string, string>>): readonly Completion[] {
	return words.map((text) => ({ text, about: about[text] ?? "" }));
}

/**
 * One function an operation: writes the step's line (or lines) and tells the world what it probably did.
 * Each takes (walk, process) and answers a list of lines, or null when there is nothing to do.
 */
import { choose, size, text } from "./ranges.mjs";
import { ARMED, HOLE, POPULATED, protection, WATCH_MISSING, WATCH_WP } from "./world.mjs";

const CODES = { none: 1, r: 2, rw: 3 };
const MAX_REGIONS = 7;

/** An access that probably neither kills the process nor (unless wanted) leaves it waiting. */
function access(walk, process, write) {
	const { random } = walk;
	for (let attempt = 0; attempt < 12; attempt++) {
		const range = choose(random, walk, process, { touch: true });
		const end = process.foresee(range, write);
		if (end.fatal !== undefined && !walk.mayDie(process)) continue;
		if (end.blocked !== undefined && (process.uffd?.ours !== true || !random.chance(walk.theme.blocking ?? 0.8))) continue;
		process.access(range, write);
		return range;
	}
	return null;
}

function touching(verb, write) {
	return (walk, process) => {
		const range = access(walk, process, write);
		return range && [`${process.id}: ${verb} ${text(range, range.n !== 1 || walk.random.chance(0.1))}`];
	};
}

function advice(name, apply, options = {}) {
	return (walk, process) => {
		const range = choose(walk.random, walk, process, { beyond: 0.04, huge: 0.15, ...options });
		apply?.(process, range, walk);
		return [`${process.id}: advise ${text(range)} ${name}`];
	};
}

function drop(process, range) {
	process.change(range, (page) => page & ~(ARMED | POPULATED));
}

/** Populating fails where an access would die, and waits where it would wait. */
function populate(write) {
	return (process, range) => {
		const { fatal } = process.foresee(range, write);
		process.access({ ...range, n: (fatal ?? range.at + range.n) - range.at }, write);
	};
}

function fill(walk, process) {
	const range = access(walk, process, true);
	return range && [`${process.id}: fill ${text(range)} ${walk.random.pick([0, 7, 7, 9])}`];
}

export function map(walk, process) {
	const { random, theme } = walk;
	if (process.regions.size >= MAX_REGIONS) return null;
	const name = walk.name();
	const pages = Number(random.weighted(theme.sizes)) / 4;
	const shared = random.chance(theme.shared ?? 0);
	const prot = process.regions.size === 0 ? "rw" : random.weighted({ rw: 8, r: 2, none: 1 });
	process.regions.set(name, new Uint8Array(pages).fill(CODES[prot]));
	const words = [`${process.id}: map ${name} ${size(pages)}`];
	if (prot !== "rw" || random.chance(0.15)) words.push(prot);
	if (shared) words.push("shared");
	const lines = [words.join(" ")];
	if (!shared && pages >= 512 && random.chance(theme.huge ?? 0)) lines.push(`${process.id}: advise ${name} ${size(pages)} hugepage`);
	return lines;
}

function unmap(walk, process) {
	const range = choose(walk.random, walk, process, { beyond: 0.03 });
	const pages = process.regions.get(range.region).length;
	if (range.n >= pages && !walk.random.chance(0.2)) range.n = Math.max(1, pages >> 2);
	process.change(range, () => HOLE);
	return [`${process.id}: unmap ${text(range)}`];
}

function protect(walk, process) {
	const { random } = walk;
	const range = choose(random, walk, process, { beyond: 0.03 });
	const reach = { ...range, n: process.mapped(range) };
	const set = (name) => process.change(reach, (page) => (page & ~3) | CODES[name]);
	const line = (name) => `${process.id}: protect ${text(range)} ${name}`;
	const back = random.chance(0.62);
	const first = random.weighted(back ? { r: 3, none: 2 } : { r: 3, none: 2, rw: 4 });
	set(first);
	if (!back) return [line(first)];
	const lines = [line(first)];
	if (first === "r" && reach.n > 0 && random.chance(0.4)) {
		const page = { region: range.region, at: range.at + random.below(reach.n), n: 1 };
		if (process.foresee(page, false).blocked === undefined) {
			process.touch(page, false);
			lines.push(`${process.id}: read ${text(page, false)}`);
		}
	}
	set("rw");
	lines.push(line("rw"));
	return lines;
}

function remap(walk, process) {
	if (process.regions.size >= MAX_REGIONS) return null;
	const range = choose(walk.random, walk, process, { beyond: 0.03, huge: 0.25 });
	const name = walk.name("moved");
	const whole = process.mapped(range) === range.n;
	const source = process.regions.get(range.region);
	const moved = new Uint8Array(range.n);
	const keeps = process.uffd?.features.includes("remap") ?? false;
	if (whole) {
		for (let i = 0; i < range.n; i++) {
			moved[i] = keeps ? source[range.at + i] : source[range.at + i] & ~(ARMED | WATCH_WP | WATCH_MISSING);
			source[range.at + i] = HOLE;
		}
	}
	process.regions.set(name, moved);
	return [`${process.id}: remap ${text(range)} to ${name}`];
}

function fork(walk, process) {
	const id = walk.freeProcess();
	if (id === null) return null;
	walk.processes.push(process.fork(id));
	return [`${process.id}: fork ${id}`];
}

function exit(walk, process) {
	if (process.id === "A" || walk.living().length < 2) return null;
	process.alive = false;
	return [`${process.id}: exit`];
}

export function uffdOpen(walk, process) {
	if (process.uffd) return null;
	process.uffd = { features: walk.random.pick(walk.theme.features), ours: true };
	return [`${process.id}: uffd open ${process.uffd.features}`, ...(uffdRegister(walk, process) ?? [])];
}

function uffdRegister(walk, process) {
	if (!process.uffd?.ours) return null;
	const { random, theme } = walk;
	const modes = random.pick(theme.modes ?? ["wp"]);
	const region = random.pick([...process.regions.keys()]);
	const pages = process.regions.get(region).length;
	const range = random.chance(0.75) ? { region, at: 0, n: pages } : choose(random, walk, process);
	const bits = (modes.includes("wp") ? WATCH_WP : 0) | (modes.includes("missing") ? WATCH_MISSING : 0);
	process.change(range, (page) => (protection(page) === HOLE ? page : page | bits));
	return [`${process.id}: uffd register ${text(range)} ${modes}`];
}

function uffd(verb, apply, options = {}) {
	return (walk, process) => {
		if (!process.uffd?.ours) return null;
		const range = choose(walk.random, walk, process, { beyond: 0.02, ...options });
		return uffdLine(walk, process, verb, range, apply);
	};
}

function uffdLine(walk, process, verb, range, apply) {
	const watched = process.regions.get(range.region)[range.at] & WATCH_WP;
	const wp = verb === "copy" && watched && walk.random.chance(0.4);
	process.change(range, wp ? (page) => apply(page) | ARMED : apply);
	if (verb !== "protect") process.retry(range);
	return [`${process.id}: uffd ${verb} ${text(range)}${wp ? " wp" : ""}`];
}

function arm(page) {
	return page & WATCH_WP ? page | ARMED : page;
}

/** The step that lets a waiting process go on. */
export function resolve(walk, process) {
	const { page, kind } = process.blocked;
	const { region } = process.blocked.range;
	const { random } = walk;
	const total = process.regions.get(region).length;
	const range = random.pick([
		{ region, at: page, n: 1 },
		{ region, at: page, n: 1 },
		{ region, at: 0, n: total },
		{ region, at: Math.max(0, page - 1), n: Math.min(4, total - Math.max(0, page - 1)) },
	]);
	if (kind === "wp") {
		const verb = random.weighted({ unprotect: 12, unregister: 1 });
		return uffdLine(walk, process, verb, range, (byte) => byte & ~(verb === "unregister" ? ARMED | WATCH_WP : ARMED));
	}
	const verb = random.weighted({ copy: 6, zeropage: 3, unregister: 1 });
	const one = verb === "unregister" ? range : { region, at: page, n: 1 };
	return uffdLine(walk, process, verb, one, (byte) => (verb === "unregister" ? byte & ~(WATCH_WP | WATCH_MISSING) : byte) | POPULATED);
}

function scan(walk, process) {
	const { random } = walk;
	const range = choose(random, walk, process, { beyond: 0.02, huge: 0.4 });
	const hex = (mask) => `0x${mask.toString(16)}`;
	const words = [
		`${process.id}: scan ${text(range)} anyof=${hex(random.chance(0.45) ? 2 : random.pick([0x80, 0xff, 0x8, 0x10, 0x20, 0x40, 0x82, random.below(256)]))}`,
	];
	if (random.chance(0.15)) words.push(`all=${hex(random.pick([1, 2, 8, 0xa, 0x10, 0x40, 0x80]))}`);
	if (random.chance(0.15)) words.push(`inv=${hex(random.pick([1, 2, 8, 0x10, 0x20, 0x40, 0x80, random.below(256)]))}`);
	if (random.chance(walk.theme.arming ?? 0.2)) words.push(random.chance(0.7) ? "wp check" : "wp");
	return [words.join(" ")];
}

function migrate(walk, process) {
	const range = choose(walk.random, walk, process, { huge: 0.4, beyond: 0.02 });
	return [`${process.id}: migrate ${text(range)} node${walk.random.chance(0.6) ? 1 : 0}`];
}

/** Name → writer. Operations that the manager does for a process work while that process waits; `MANAGER` names them. */
export const OPERATIONS = {
	read: touching("read", false),
	write: touching("write", true),
	store: touching("store", true),
	fill,
	map,
	unmap,
	protect,
	remap,
	fork,
	exit,
	clear_refs: (_walk, process) => [`${process.id}: clear_refs`],
	hugepage: advice("hugepage"),
	nohugepage: advice("nohugepage"),
	dontneed: advice("dontneed", drop),
	free: advice("free"),
	cold: advice("cold"),
	pageout: advice("pageout", null, { huge: 0.3 }),
	collapse: advice("collapse", null, { huge: 0.65 }),
	mergeable: advice("mergeable", null, { huge: 0.4 }),
	unmergeable: advice("unmergeable"),
	populate_read: advice("populate_read", populate(false)),
	populate_write: advice("populate_write", populate(true)),
	uffd_open: uffdOpen,
	uffd_register: uffdRegister,
	uffd_unregister: uffd("unregister", (page) => page & ~(WATCH_WP | WATCH_MISSING | ARMED)),
	uffd_protect: uffd("protect", arm, { huge: 0.25 }),
	uffd_unprotect: uffd("unprotect", (page) => page & ~ARMED, { huge: 0.15 }),
	uffd_copy: uffd("copy", (page) => page | POPULATED, { touch: true }),
	uffd_zeropage: uffd("zeropage", (page) => page | POPULATED, { touch: true }),
	uffd_wake: uffd("wake", (page) => page),
	scan,
	migrate,
	ksm: () => ["ksm run"],
};
export const MANAGER = [
	"clear_refs",
	"migrate",
	"scan",
	"ksm",
	"uffd_protect",
	"uffd_unprotect",
	"uffd_copy",
	"uffd_zeropage",
	"uffd_wake",
];

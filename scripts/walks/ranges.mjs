/** Choosing where a step acts: near huge-page edges, near where the walk acted before, sometimes past the end. */

const HUGE = 512;
const EDGES = [0, 1, 3, 15, 16, 100, 255, 256, 257, 300, 400, 511];
const LENGTHS = [1, 1, 2, 4, 15, 16, 64, 255, 256, 257, 511, 512, 513, 1024];

/** `heap+0x1000 8K`: an address and a length as the scenario language writes them. */
export function text(range, length = true) {
	const at = range.at === 0 ? range.region : `${range.region}+0x${(range.at * 4096).toString(16)}`;
	return length ? `${at} ${size(range.n)}` : at;
}

export function size(pages) {
	return pages % 256 === 0 && pages > 0 ? `${pages / 256}M` : `${pages * 4}K`;
}

function fresh(random, pages) {
	const huge = pages >= HUGE;
	let at = random.chance(0.65) ? random.pick(EDGES) + (huge ? HUGE * random.below(Math.ceil(pages / HUGE)) : 0) : random.below(pages);
	if (at >= pages) at = random.below(pages);
	const rest = pages - at;
	let n = random.pick(LENGTHS);
	if (random.chance(0.2)) n = 1 + random.below(rest);
	if (random.chance(0.12)) n = rest;
	return { at, n };
}

/** A range that meets `recent`: the same, a part of it, or one that overlaps an edge. */
function near(random, recent, pages) {
	const { at, n } = recent;
	switch (random.below(7)) {
		case 0:
			return { at, n };
		case 1:
			return { at, n: 1 };
		case 2:
			return { at: at + n - 1, n: 1 };
		case 3:
			return { at: at + Math.floor(n / 2), n: Math.ceil(n / 2) };
		case 4:
			return { at: Math.max(0, at - 1), n: n + 1 };
		case 5:
			return { at: at + Math.floor(n / 2), n };
		default: {
			const start = Math.floor(at / HUGE) * HUGE;
			return pages >= HUGE ? { at: start, n: HUGE } : { at: 0, n: pages };
		}
	}
}

/**
 * A range of a region of the process. `touch`: for accesses, mostly one page. `beyond`: how often it may run past the region's
 * end, into nothing. `huge`: how often it is one or more whole huge pages.
 */
export function choose(random, walk, process, { touch = false, beyond = 0, huge = 0.1 } = {}) {
	const names = [...process.regions.keys()];
	const recent = walk.recent.filter((range) => process.regions.has(range.region));
	let region = names[0];
	if (names.length > 1 && random.chance(0.5)) region = random.pick(names);
	const pages = process.regions.get(region).length;
	let range;
	if (pages >= HUGE && random.chance(huge)) {
		const at = HUGE * random.below(Math.floor(pages / HUGE));
		range = { at, n: random.chance(0.7) ? HUGE : pages - at };
	} else if (recent.length > 0 && random.chance(0.45)) {
		const base = random.pick(recent.slice(-5));
		region = base.region;
		range = near(random, base, process.regions.get(region).length);
	} else {
		range = fresh(random, pages);
	}
	const limit = process.regions.get(region).length;
	if (touch && random.chance(0.65)) range.n = 1;
	else if (touch && range.n > 16 && random.chance(0.6)) range.n = random.pick([2, 4, 16]);
	range.at = Math.min(range.at, limit - 1);
	if (!random.chance(beyond)) range.n = Math.min(range.n, limit - range.at);
	else range.n = limit - range.at + random.pick([1, 16, 512]);
	const chosen = { region, at: range.at, n: Math.max(1, range.n) };
	walk.recent.push(chosen);
	return chosen;
}

/**
 * What a walk remembers of the machine while it is written: enough to steer (which pages are mapped, writable, watched by a
 * userfaultfd), never enough to predict a page-table entry. A wrong guess costs a dull walk, not a wrong recording.
 */

/** Bits of a page's byte. The two lowest hold the protection; 1 is PROT_NONE. */
export const HOLE = 0;
export const READ = 2;
export const WRITE = 3;
const PROTECTION = 3;
export const WATCH_WP = 4;
export const WATCH_MISSING = 8;
export const ARMED = 16;
export const POPULATED = 32;

export const protection = (page) => page & PROTECTION;

export class Process {
	id;
	alive = true;
	/** Name → one byte a page. */
	regions = new Map();
	/** null, or {features: string, ours: boolean}; `ours` is false in a child whose userfaultfd nobody answers. */
	uffd = null;
	/** null, or {range, write, page, kind} of the access that waits for an answer at that page. */
	blocked = null;

	constructor(id) {
		this.id = id;
	}

	fork(id) {
		const child = new Process(id);
		const follows = this.uffd?.features.includes("fork") ?? false;
		for (const [name, pages] of this.regions) {
			child.regions.set(name, follows ? pages.slice() : pages.map((page) => page & ~(WATCH_WP | WATCH_MISSING | ARMED)));
		}
		if (follows) child.uffd = { features: this.uffd.features, ours: false };
		return child;
	}

	/** Calls `change(byte)` for each page of the range that is in the region; pages past its end do not exist. */
	change(range, change) {
		const pages = this.regions.get(range.region);
		const end = Math.min(pages.length, range.at + range.n);
		for (let i = range.at; i < end; i++) pages[i] = change(pages[i]);
	}

	/** Pages of the range before its first hole. */
	mapped(range) {
		const pages = this.regions.get(range.region);
		let n = 0;
		while (n < range.n && range.at + n < pages.length && protection(pages[range.at + n]) !== HOLE) n++;
		return n;
	}

	/**
	 * Where an access stops: {fatal: page} when it touches what it may not, {blocked: page, kind} when a userfaultfd holds it,
	 * {} when it runs through.
	 */
	foresee(range, write) {
		const pages = this.regions.get(range.region);
		const async = this.uffd?.features.includes("wp_async") ?? false;
		for (let i = range.at; i < range.at + range.n; i++) {
			const page = i < pages.length ? pages[i] : HOLE;
			if (protection(page) < (write ? WRITE : READ)) return { fatal: i };
			if (page & WATCH_MISSING && !(page & POPULATED)) return { blocked: i, kind: "missing" };
			if (write && page & ARMED && page & WATCH_WP && !async) return { blocked: i, kind: "wp" };
		}
		return {};
	}

	/** Runs an access as far as it goes: through, to its death, or to where it waits. */
	access(range, write) {
		const end = this.foresee(range, write);
		const stop = end.fatal ?? end.blocked ?? range.at + range.n;
		this.touch({ ...range, n: stop - range.at }, write);
		this.blocked = end.blocked === undefined ? null : { range, write, page: end.blocked, kind: end.kind };
		if (end.fatal !== undefined) this.alive = false;
	}

	/** A waiting access looks again, if the answer was for its page. */
	retry(answered) {
		if (!this.blocked || this.blocked.range.region !== answered.region) return;
		const { range, write, page } = this.blocked;
		if (page >= answered.at && page < answered.at + answered.n) this.access({ ...range, at: page, n: range.at + range.n - page }, write);
	}

	/** The pages of an access that went through. */
	touch(range, write) {
		this.change(range, (page) => (write ? page & ~ARMED : page) | POPULATED);
	}
}

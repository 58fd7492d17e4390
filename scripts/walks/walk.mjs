import { MANAGER, map, OPERATIONS, resolve, uffdOpen } from "./operations.mjs";
import { Random } from "./random.mjs";
import { THEMES } from "./themes.mjs";
import { Process } from "./world.mjs";

const PROCESSES = ["A", "B", "C", "D"];

/** One random walk: lines of the scenario language, a function of theme and seed alone. */
export class Walk {
	theme;
	random;
	lines = [];
	recent = [];
	processes = [new Process("A")];
	#names = 0;
	#goal;

	constructor(themeName, seed) {
		const theme = THEMES[themeName];
		if (!theme) throw new Error(`no theme ${themeName}: one of ${Object.keys(THEMES).join(" ")}`);
		this.theme = theme;
		this.random = new Random(`${themeName} ${seed}`);
		const [low, high] = theme.steps ?? [16, 34];
		this.#goal = low + this.random.below(high - low + 1);
	}

	living() {
		return this.processes.filter((process) => process.alive);
	}

	/** The next region name; every region of a walk has its own. */
	name(stem = "heap") {
		this.#names++;
		return this.#names === 1 ? stem : `${stem}${this.#names}`;
	}

	freeProcess() {
		const used = this.processes.length;
		return used < Math.min(PROCESSES.length, this.theme.processes ?? 1) ? PROCESSES[used] : null;
	}

	/** A walk is over for a process that dies: rare, and late, or when others go on. */
	mayDie(process) {
		if (this.#goal - this.lines.length <= 2) return this.random.chance(0.3);
		return process.id !== "A" && this.living().length > 1 && this.random.chance(0.05);
	}

	#add(lines) {
		if (lines) this.lines.push(...lines);
		return lines !== null;
	}

	#begin() {
		const [main] = this.processes;
		const { random, theme } = this;
		this.#add(map(this, main));
		if (random.chance(theme.regions ?? 0)) this.#add(map(this, main));
		if (theme.mergeable) {
			for (const [name, pages] of main.regions) this.lines.push(`A: advise ${name} ${pages.length * 4}K mergeable`);
		}
		if (theme.features && random.chance(0.25)) this.#add(uffdOpen(this, main));
		const whole = { region: "heap", at: 0, n: main.regions.get("heap").length };
		const start = random.weighted(theme.start ?? { write: 3, read: 1, nothing: 2 });
		const free = main.foresee(whole, start === "write" || start === "fill");
		if (start !== "nothing" && free.blocked === undefined) {
			this.lines.push(`A: ${start} heap ${whole.n * 4}K${start === "fill" ? " 7" : ""}`);
			main.touch(whole, start !== "read");
		}
		if (theme.collapsed && start !== "nothing") this.lines.push(`A: advise heap ${whole.n * 4}K collapse`);
		if (theme.features) this.#add(uffdOpen(this, main));
	}

	#step() {
		const living = this.living();
		if (living.length === 0) return;
		const main = living[0];
		const process = this.random.chance(0.55) ? main : this.random.pick(living);
		let weights = this.theme.weights;
		if (process.blocked) {
			if (this.random.chance(0.6)) {
				this.#add(resolve(this, process));
				return;
			}
			weights = Object.fromEntries(Object.entries(weights).filter(([name]) => MANAGER.includes(name)));
			if (Object.keys(weights).length === 0) return;
		}
		const name = this.random.weighted(weights);
		const lines = OPERATIONS[name](this, process);
		this.#add(lines);
	}

	/** @returns {string[]} */
	run() {
		this.#begin();
		for (let guard = 0; this.lines.length < this.#goal && this.living().length > 0 && guard < 400; guard++) this.#step();
		for (const process of this.living()) {
			if (process.blocked && process.uffd?.ours) this.#add(resolve(this, process));
		}
		if (this.random.chance(0.4)) {
			const [last] = this.living();
			if (last && !last.blocked) {
				this.lines.push(`${last.id}: clear_refs`);
				this.#add(OPERATIONS.write(this, last));
			}
		}
		return this.lines;
	}
}

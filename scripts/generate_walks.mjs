#!/usr/bin/env node
/**
 * Writes random scenario scripts for a recorder of real kernels: one `.walk` file a walk, a function of theme and seed alone.
 * node scripts/generate_walks.mjs --theme base --seed 1 --count 50 --out DIR    (seeds 1 … 50; `--theme all` for every theme)
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { THEMES } from "./walks/themes.mjs";
import { Walk } from "./walks/walk.mjs";

const { values } = parseArgs({
	options: {
		theme: { type: "string", default: "base" },
		seed: { type: "string", default: "1" },
		count: { type: "string", default: "1" },
		out: { type: "string" },
	},
});
const seed = Number(values.seed);
const count = Number(values.count);
const themes = values.theme === "all" ? Object.keys(THEMES) : [values.theme];
if (!values.out || !Number.isSafeInteger(seed) || !Number.isSafeInteger(count) || count < 1 || themes.some((name) => !(name in THEMES))) {
	console.error(`generate_walks --theme NAME --seed N --count N --out DIR; themes: ${Object.keys(THEMES).join(" ")} all`);
	process.exit(2);
}
mkdirSync(values.out, { recursive: true });
for (const theme of themes) {
	for (let n = seed; n < seed + count; n++) {
		const lines = [`# random walk, theme ${theme}, seed ${n}`, ...new Walk(theme, n).run()];
		writeFileSync(join(values.out, `${theme}-${n}.walk`), `${lines.join("\n")}\n`);
	}
}

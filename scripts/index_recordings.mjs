/**
 * `node scripts/index_recordings.mjs`: writes public/recordings/index.json, from which the gallery lists what there is without loading it.
 * With `--check` it writes nothing and fails when the file is not what it would write.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { GROUPS, groupOf, titleOf } from "./recording_titles.mjs";

const directory = fileURLToPath(new URL("../public/recordings", import.meta.url));
const file = join(directory, "index.json");

/** Words with a second word that belongs to the operation's name, as in `uffd open`. */
const TWO_WORDS = new Set(["uffd", "ksm"]);

/** Kind of the operation of a line: `uffd_open`, `write`. */
function kindOf(line) {
	const words = line
		.replace(/^[A-Z]:/, "")
		.trim()
		.split(/\s+/);
	return TWO_WORDS.has(words[0]) ? `${words[0]}_${words[1]}` : words[0];
}

function entryOf(name) {
	const text = readFileSync(join(directory, `${name}.json`), "utf8");
	const { about, script, kernels } = JSON.parse(text);
	const group = groupOf(name);
	return {
		name,
		title: titleOf(name),
		about,
		group,
		kernels: Object.keys(kernels),
		steps: script.length,
		bytes: Buffer.byteLength(text),
		operations: [...new Set(script.map(kindOf))].sort(),
	};
}

/** Text of the index, as it should be. */
function indexText() {
	const names = readdirSync(directory)
		.filter((name) => name.endsWith(".json") && name !== "index.json" && name !== "kernels.json")
		.map((name) => name.slice(0, -".json".length));
	const order = GROUPS.map((group) => group.name);
	// Within a group those of old kernels come last; walks by theme and number.
	const place = ({ group, name }) => order.indexOf(group) * 2 + (/^(old|v515)-/.test(name) ? 1 : 0);
	const { compare } = new Intl.Collator("en", { numeric: true });
	const scenarios = names.map(entryOf).sort((a, b) => place(a) - place(b) || compare(a.name, b.name));
	const { kernels } = JSON.parse(readFileSync(join(directory, "kernels.json"), "utf8"));
	const ids = kernels.map((kernel) => kernel.id);
	for (const recording of scenarios) recording.kernels.sort((a, b) => ids.indexOf(a) - ids.indexOf(b));
	const rows = (list) => list.map((row) => `  ${JSON.stringify(row)}`).join(",\n");
	return `{\n"groups": [\n${rows(GROUPS)}\n],\n"scenarios": [\n${rows(scenarios)}\n]\n}\n`;
}

const text = indexText();
if (process.argv.includes("--check")) {
	let now = "";
	try {
		now = readFileSync(file, "utf8");
	} catch {
		// Not there: not up to date.
	}
	if (now !== text) {
		console.error("public/recordings/index.json is not up to date: run node scripts/index_recordings.mjs");
		process.exitCode = 1;
	}
} else {
	writeFileSync(file, text);
}

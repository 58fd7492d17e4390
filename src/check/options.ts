/** The words of the command line, read and bounded. */
import { err, ok, type Result } from "../base/result.ts";
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import { deriveKernel } from "../sim/kernels/derive.ts";
import { KERNELS, kernelById } from "../sim/kernels/kernels.ts";
import type { Limits } from "./explorer.ts";
import { COUNTS, PROPERTIES, USUAL_PROPERTIES } from "./properties.ts";
import { alphabet, DEFAULT_SCOPE, MOVES, type Move, PRESETS, type Scope } from "./scope.ts";

export interface CheckOptions {
	/** As they were given, for whoever has to read them again. */
	readonly words: readonly string[];
	readonly help: boolean;
	readonly json: boolean;
	readonly kernel: KernelRecord;
	readonly scope: Scope;
	readonly properties: readonly string[];
	readonly limits: Limits;
	/** Stop after so many. */
	readonly seconds: number;
	readonly threads: number;
	/** Random walks instead of everything; 0: everything. */
	readonly walks: number;
	readonly seed: number;
	readonly shard: { readonly index: number; readonly count: number };
	/** Files to be merged instead. */
	readonly merge: readonly string[];
}

export const USAGE = `npm run check -- --kernel ID [options]

  --kernel ID        one of ${KERNELS.map(({ id }) => id).join(", ")}
  --drop FIELD,…     flip these differences of the kernel's record first
  --preset NAME      ${Object.keys(PRESETS).join(", ")}: what may be done (soft-dirty)
  --ops NAME,…       choose yourself: ${MOVES.join(", ")}
  --properties ID,…  ${[...PROPERTIES.map(({ id }) => id), COUNTS].join(", ")}
  --depth N          steps of the longest path (6); with --walks, of each walk (40)
  --states N         distinct states (5000000)      --seconds N   time (600)
  --processes N      1 to 3                         --huge N      huge pages in the region, 1 or 2
  --bits N           1: huge pages of 2 subpages, 2: of 4
  --threads N        1 to 16 (1)
  --walks N          random walks, with --seed S and --shard I/N (this part of them, from 0)
  --merge FILE…      add the JSON of shards up
  --json             {"kernel", "states", "seconds", "exhausted", "findings": [{"property", "path", "microStep"}]}

Exit code: 0 nothing found, 1 something found, 2 asked wrongly.`;

const NUMBERS: Readonly<Record<string, readonly [least: number, most: number]>> = {
	depth: [1, 1000],
	states: [1, 50_000_000],
	seconds: [1, 86_400],
	processes: [1, 3],
	huge: [1, 2],
	bits: [1, 2],
	threads: [1, 16],
	walks: [1, 1_000_000_000],
	seed: [0, 2 ** 31],
};
const TEXTS: readonly string[] = ["kernel", "drop", "preset", "ops", "properties", "shard"];

interface Given {
	readonly texts: Map<string, string>;
	readonly numbers: Map<string, number>;
	readonly merge: string[];
	json: boolean;
	help: boolean;
}

/** The options, or what is wrong with the words. */
export function readOptions(words: readonly string[]): Result<CheckOptions, string> {
	const given = readWords(words);
	if (!given.ok) return given;
	const { texts, numbers, merge, json, help } = given.value;
	const kernelId = texts.get("kernel") ?? (help || merge.length > 0 ? KERNELS[0]?.id : undefined);
	if (kernelId === undefined) return err("--kernel is missing");
	const base = kernelById(kernelId);
	if (base === undefined) return err(`there is no kernel ${kernelId}; expected one of ${KERNELS.map(({ id }) => id).join(", ")}`);
	const kernel = deriveKernel(base, list(texts.get("drop")));
	if (!kernel.ok) return kernel;
	const scope = readScope(texts, numbers);
	if (!scope.ok) return scope;
	const properties = list(texts.get("properties"));
	const unknown = properties.find((id) => id !== COUNTS && !PROPERTIES.some((property) => property.id === id));
	if (unknown !== undefined) return err(`there is no property ${unknown}`);
	const shard = readShard(texts.get("shard"));
	if (!shard.ok) return shard;
	const walks = numbers.get("walks") ?? 0;
	return ok({
		words,
		help,
		json,
		merge,
		kernel: kernel.value,
		scope: scope.value,
		properties: properties.length === 0 ? USUAL_PROPERTIES : properties,
		limits: { depth: numbers.get("depth") ?? (walks > 0 ? 40 : 6), states: numbers.get("states") ?? 5_000_000 },
		seconds: numbers.get("seconds") ?? 600,
		threads: numbers.get("threads") ?? 1,
		walks,
		seed: numbers.get("seed") ?? 1,
		shard: shard.value,
	});
}

function readWords(words: readonly string[]): Result<Given, string> {
	const given: Given = { texts: new Map(), numbers: new Map(), merge: [], json: false, help: false };
	for (let i = 0; i < words.length; i++) {
		const word = words[i] ?? "";
		const name = word.replace(/^--/, "");
		if (word === "--json") given.json = true;
		else if (word === "--help") given.help = true;
		else if (word === "--merge") {
			while (i + 1 < words.length && !words[i + 1]?.startsWith("--")) given.merge.push(words[++i] ?? "");
			if (given.merge.length === 0) return err("--merge needs files");
		} else if (word.startsWith("--") && (TEXTS.includes(name) || name in NUMBERS)) {
			const value = words[++i];
			if (value === undefined || value.startsWith("--")) return err(`${word} needs a value`);
			const bounds = NUMBERS[name];
			if (bounds === undefined) given.texts.set(name, value);
			else {
				const number = Number(value);
				if (!Number.isInteger(number) || number < bounds[0] || number > bounds[1])
					return err(`${word} ${value}: expected a whole number from ${bounds[0]} to ${bounds[1]}`);
				given.numbers.set(name, number);
			}
		} else return err(`“${word}” is no option`);
	}
	return ok(given);
}

function readScope(texts: ReadonlyMap<string, string>, numbers: ReadonlyMap<string, number>): Result<Scope, string> {
	const name = texts.get("preset");
	const preset = name === undefined ? DEFAULT_SCOPE : Object.hasOwn(PRESETS, name) ? PRESETS[name] : undefined;
	if (preset === undefined) return err(`there is no preset ${name}; expected ${Object.keys(PRESETS).join(", ")}`);
	const ops = list(texts.get("ops"));
	const moves = ops.filter((op): op is Move => (MOVES as readonly string[]).includes(op));
	const unknown = ops.find((op) => !(MOVES as readonly string[]).includes(op));
	if (unknown !== undefined) return err(`--ops: there is no “${unknown}”; expected ${MOVES.join(", ")}`);
	const scope: Scope = {
		bits: numbers.get("bits") === 2 ? 2 : numbers.get("bits") === 1 ? 1 : preset.bits,
		processes: numbers.get("processes") ?? preset.processes,
		huge: numbers.get("huge") ?? preset.huge,
		moves: moves.length > 0 ? moves : preset.moves,
	};
	const steps = alphabet(scope).length;
	return steps > 255 ? err(`this scope has ${steps} different steps, at most 255 can be explored: choose fewer operations`) : ok(scope);
}

function readShard(text: string | undefined): Result<CheckOptions["shard"], string> {
	if (text === undefined) return ok({ index: 0, count: 1 });
	const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
	if (index === undefined || Number(index) >= Number(count)) return err(`--shard ${text}: expected I/N with I from 0 to N - 1`);
	return ok({ index: Number(index), count: Number(count) });
}

function list(text: string | undefined): string[] {
	return (text ?? "").split(",").filter((word) => word !== "");
}

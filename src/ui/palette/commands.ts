/** Everything that the palette can do, found by words. Pure but for the actions. */

import { LENSES } from "../../layout/lens.ts";
import { compareWithKernel, setCompare } from "../../state/compare.ts";
import { goTo } from "../../state/cursor.ts";
import type { RecordingEntry } from "../../state/index_file.ts";
import { openScenario, setKernel, setSource } from "../../state/open.ts";
import { setTheme, THEMES } from "../../state/preferences.ts";
import { setLens } from "../../state/selection.ts";
import type { StageState } from "../../state/stage.ts";
import { openFirstScreen } from "../../state/start.ts";
import { SHORTCUTS } from "../app/shortcuts.ts";

export interface Command {
	readonly id: string;
	readonly section: "Go to" | "Do" | "Kernel" | "Compare" | "Lens" | "Scenario";
	readonly name: string;
	readonly about: string;
	readonly keys?: readonly string[];
	readonly run: () => void;
}

/** Commands listed at once; more words find the rest. */
const SHOWN = 60;

function stepCommands({ film }: StageState): Command[] {
	return (film?.steps ?? []).map(({ text }, at) => ({
		id: `step ${at + 1}`,
		section: "Go to",
		name: `Step ${at + 1}`,
		about: text,
		run: () => goTo({ step: at + 1, micro: 0 }),
	}));
}

function kernelCommands({ kernels, kernel, source }: StageState): Command[] {
	const choices = kernels
		.filter(({ id }) => id !== kernel)
		.map(({ id, about }): Command => ({ id: `kernel ${id}`, section: "Kernel", name: `Kernel ${id}`, about, run: () => setKernel(id) }));
	const can = kernels.find(({ id }) => id === kernel);
	if (source === "recording" && can?.modelled) {
		choices.push({
			id: "source",
			section: "Kernel",
			name: "Play the model",
			about: "micro-steps, with their functions",
			run: () => setSource("model"),
		});
	} else if (source === "model" && can?.recorded) {
		choices.push({
			id: "source",
			section: "Kernel",
			name: "Play the recording",
			about: "what the real kernel did",
			run: () => setSource("recording"),
		});
	}
	return choices;
}

function compareCommands({ kernels, kernel, source, compare }: StageState): Command[] {
	const others = kernels.filter(({ id }) => id !== kernel);
	const choices = others.map(
		({ id, about }): Command => ({
			id: `compare ${id}`,
			section: "Compare",
			name: `Compare with ${id}`,
			about,
			run: () => compareWithKernel(id, source),
		}),
	);
	if (compare === null) return choices;
	return [...choices, { id: "compare", section: "Compare", name: "End the comparison", about: "", run: () => setCompare(null) }];
}

function doCommands(): Command[] {
	const keyed = SHORTCUTS.map(
		({ keys, about, shown, run }): Command => ({
			id: `do ${keys.join()}`,
			section: "Do",
			name: about[0]?.toUpperCase() + about.slice(1),
			about: "",
			keys: shown,
			run,
		}),
	).filter(({ id }) => id !== "do mod+k");
	const themes = THEMES.map(
		(theme): Command => ({ id: `theme ${theme}`, section: "Do", name: `Colours: ${theme}`, about: "", run: () => setTheme(theme) }),
	);
	return [
		...keyed,
		...themes,
		{
			id: "first",
			section: "Do",
			name: "First screen",
			about: "the 2016 bug, one step before the split",
			run: () => void openFirstScreen(),
		},
	];
}

function lensCommands(): Command[] {
	return LENSES.map((lens) => ({ id: `lens ${lens}`, section: "Lens", name: `Lens: ${lens}`, about: "", run: () => setLens(lens) }));
}

function scenarioCommands(entries: readonly RecordingEntry[]): Command[] {
	return entries.map(({ name, title, about }) => ({
		id: `scenario ${name}`,
		section: "Scenario",
		name: title,
		about: `${name}: ${about}`,
		run: () => openScenario(name),
	}));
}

export function allCommands(state: StageState, entries: readonly RecordingEntry[]): Command[] {
	// Without a word typed the list begins with what is chosen most.
	return [
		...kernelCommands(state),
		...doCommands(),
		...compareCommands(state),
		...lensCommands(),
		...stepCommands(state),
		...scenarioCommands(entries),
	];
}

/** How well a command fits: the name counts more than what it is about; -1 when a word is missing. Of equals the shorter name wins. */
function relevance({ name, about, section }: Command, words: readonly string[]): number {
	const title = name.toLowerCase();
	const text = `${section} ${title} ${about}`.toLowerCase();
	let score = 0;
	for (const word of words) {
		if (title === word) score += 8;
		else if (title.startsWith(word)) score += 4;
		else if (title.includes(word)) score += 2;
		else if (!text.includes(word)) return -1;
	}
	return score;
}

export interface CommandSection {
	readonly name: string;
	readonly commands: readonly Command[];
}

/** Commands that have every word of the query, the best first, in sections. */
export function findCommands(commands: readonly Command[], query: string): CommandSection[] {
	// "go to step 7" is written in many ways; a bare number means a step.
	const words = query
		.toLowerCase()
		.replace(/^\s*(\d+)\s*$/, "step $1")
		.split(/\s+/)
		.filter(Boolean);
	const found = commands
		.map((command) => ({ command, score: relevance(command, words) }))
		.filter(({ score }) => score >= 0)
		.sort((a, b) => b.score - a.score || (words.length > 0 ? a.command.name.length - b.command.name.length : 0))
		.slice(0, SHOWN);
	const sections = new Map<string, Command[]>();
	for (const { command } of found) sections.set(command.section, [...(sections.get(command.section) ?? []), command]);
	return [...sections].map(([name, members]) => ({ name, commands: members }));
}

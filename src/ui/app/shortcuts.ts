/** Every key of the screen in one table: the hook obeys it, the help lists it. */
import { goToEnd, goToStart, stepBack, stepForward } from "../../state/cursor.ts";
import { redoEdit, undoEdit } from "../../state/edits.ts";
import { kernelPair } from "../../state/first_screen.ts";
import { track } from "../../state/idle.ts";
import { microBack, microForward } from "../../state/inside.ts";
import { setKernel } from "../../state/open.ts";
import { togglePlay } from "../../state/playback.ts";
import { nextTheme, preferences, setTheme } from "../../state/preferences.ts";
import { stage } from "../../state/stage.ts";
import { selectNextOf } from "../../state/verdict_cycle.ts";
import { openOverlay } from "./overlay.ts";

export interface Shortcut {
	/** For react-hotkeys-hook, alternatives. Characters are meant as typed, whatever the keyboard layout; other keys by their place. */
	readonly keys: readonly string[];
	/** For people. */
	readonly shown: readonly string[];
	readonly about: string;
	/** A key without modifier that types a character: can be switched off (WCAG 2.1.4). */
	readonly single: boolean;
	readonly run: () => void;
}

/** To the other of the two kernels between which the scenario's bug was fixed. */
export function switchKernelOfPair(): void {
	const { scenario, kernel } = stage.getState();
	const pair = kernelPair(scenario.name);
	if (pair !== null) setKernel(kernel === pair.broken ? pair.fixed : pair.broken);
}

/** To the first (0), next or previous difference; asks what to compare with when there is nothing yet. */
function difference(by: 0 | 1 | -1): void {
	if (stage.getState().compare === null) openOverlay("compare");
	else void track(goToDifferenceBy(by));
}

async function goToDifferenceBy(by: 0 | 1 | -1): Promise<void> {
	const { goToDifference, goToFirstDifference } = await import("../../state/comparison.ts");
	await (by === 0 ? goToFirstDifference() : goToDifference(by));
}

export const SHORTCUTS: readonly Shortcut[] = [
	{ keys: ["right"], shown: ["→"], about: "one step on", single: false, run: stepForward },
	{ keys: ["left"], shown: ["←"], about: "one step back", single: false, run: stepBack },
	{
		keys: ["shift+right"],
		shown: ["Shift", "→"],
		about: "one micro-step on; from a recording, into the step as modelled",
		single: false,
		run: microForward,
	},
	{ keys: ["shift+left"], shown: ["Shift", "←"], about: "one micro-step back", single: false, run: microBack },
	{ keys: ["home"], shown: ["Home"], about: "before the first step", single: false, run: goToStart },
	{ keys: ["end"], shown: ["End"], about: "after the last step", single: false, run: goToEnd },
	{ keys: ["space"], shown: ["Space"], about: "play, pause", single: true, run: () => togglePlay("step") },
	{
		keys: ["shift+space"],
		shown: ["Shift", "Space"],
		about: "play micro-step by micro-step",
		single: true,
		run: () => togglePlay("micro"),
	},
	{ keys: ["m"], shown: ["M"], about: "select the next missed page", single: true, run: () => selectNextOf("missed") },
	{ keys: ["w"], shown: ["W"], about: "select the next written page", single: true, run: () => selectNextOf("written") },
	{ keys: ["f"], shown: ["F"], about: "switch between the kernel with the bug and the fixed one", single: true, run: switchKernelOfPair },
	{
		keys: ["c"],
		shown: ["C"],
		about: "compare with another kernel, or with another step",
		single: true,
		run: () => openOverlay("compare"),
	},
	{ keys: ["d"], shown: ["D"], about: "to the first difference from the other side", single: true, run: () => difference(0) },
	{ keys: ["n"], shown: ["N"], about: "to the next difference", single: true, run: () => difference(1) },
	{ keys: ["p"], shown: ["P"], about: "to the previous difference", single: true, run: () => difference(-1) },
	{ keys: ["g"], shown: ["G"], about: "open the gallery of scenarios", single: true, run: () => openOverlay("gallery") },
	{ keys: ["l"], shown: ["L"], about: "open the trackers lab", single: true, run: () => openOverlay("lab") },
	{ keys: ["e"], shown: ["E"], about: "save and open files", single: true, run: () => openOverlay("files") },
	{
		keys: ["k"],
		shown: ["K"],
		about: "check a kernel: find the shortest ways to lost bits",
		single: true,
		run: () => openOverlay("check"),
	},
	{
		keys: ["mod+k"],
		shown: ["⌘/Ctrl", "K"],
		about: "find a command, a scenario, a kernel, a step",
		single: false,
		run: () => openOverlay("palette"),
	},
	{ keys: ["mod+z"], shown: ["⌘/Ctrl", "Z"], about: "undo the last edit of the scenario", single: false, run: undoEdit },
	{ keys: ["mod+shift+z"], shown: ["⌘/Ctrl", "Shift", "Z"], about: "redo it", single: false, run: redoEdit },
	{
		keys: ["t"],
		shown: ["T"],
		about: "light, dark, or as the system has it",
		single: true,
		run: () => setTheme(nextTheme(preferences.getState().theme)),
	},
	{ keys: ["shift+?", "?"], shown: ["?"], about: "show the keys", single: true, run: () => openOverlay("help") },
];

/** Whether the shortcut is a typed character. */
export function isCharacter({ keys, single }: Shortcut): boolean {
	return single && keys.every((key) => !key.endsWith("space"));
}

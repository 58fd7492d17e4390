/** The kernels that the person can choose for the scenario at hand. */
import type { KernelChoice, Source } from "./stage.ts";

/** What kernels.json says about a kernel, for people. */
export interface KernelNote {
	readonly id: string;
	readonly released: string;
	readonly about: string;
}

/**
 * Choices in the order of `notes` (the order of time); kernels without a note follow. Only those that were recorded or are
 * modelled; for an edited scenario recordings do not count.
 */
export function kernelChoices(notes: readonly KernelNote[], recorded: readonly string[], modelled: readonly string[]): KernelChoice[] {
	const known = new Set(notes.map((note) => note.id));
	const strangers = [...new Set([...recorded, ...modelled])].filter((id) => !known.has(id)).map((id) => ({ id, released: "", about: "" }));
	return [...notes, ...strangers]
		.map((note) => ({ ...note, recorded: recorded.includes(note.id), modelled: modelled.includes(note.id) }))
		.filter((choice) => choice.recorded || choice.modelled);
}

export interface Casting {
	readonly kernel: string;
	readonly source: Source;
}

/** Whether this kernel can play from this source. */
function plays(choice: KernelChoice | undefined, source: Source): boolean {
	return choice !== undefined && (source === "recording" ? choice.recorded : choice.modelled);
}

/**
 * The kernel and source to play: those wished for; else the same kernel from the other source; else the newest kernel that has
 * the wished source, or any. null when there is nothing to play.
 */
export function cast(choices: readonly KernelChoice[], wish: Casting): Casting | null {
	const wished = choices.find((choice) => choice.id === wish.kernel);
	if (plays(wished, wish.source)) return wish;
	const other: Source = wish.source === "recording" ? "model" : "recording";
	if (plays(wished, other)) return { kernel: wish.kernel, source: other };
	const newest = choices.findLast((choice) => plays(choice, wish.source));
	if (newest !== undefined) return { kernel: newest.id, source: wish.source };
	const any = choices.findLast((choice) => plays(choice, other));
	return any === undefined ? null : { kernel: any.id, source: other };
}

/** A script on its way to the worker: a hundred thousand small objects take ten times as long to cross as their texts do. */
import type { ScriptLine } from "./protocol.ts";

export interface PackedScript {
	readonly texts: readonly string[];
	/** Indices of the lines that are off. */
	readonly off: readonly number[];
}

export function packScript(lines: readonly ScriptLine[]): PackedScript {
	return { texts: lines.map(({ text }) => text), off: lines.flatMap(({ enabled }, at) => (enabled ? [] : [at])) };
}

export function unpackScript({ texts, off }: PackedScript): readonly ScriptLine[] {
	const skipped = new Set(off);
	return texts.map((text, at) => ({ text, enabled: !skipped.has(at) }));
}

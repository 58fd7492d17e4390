/** The picture as plain text of at most 72 columns, for commit messages and mailing lists. */
import type { Cells } from "./cells.ts";
import { tableTitle } from "./focus.ts";
import type { Scene } from "./scene.ts";
import type { ProcessTree } from "./tables.ts";
import { type TwinRow, twinRows, twinTree } from "./twin_rows.ts";

export const TEXT_COLUMNS = 72;

/** `heading`: what is shown, as in `thp-split-dontneed on 4.6.2, after step 6`. */
export function textTwin(scene: Scene, trees: readonly ProcessTree[], cells: Cells | null, heading: string): string {
	const blocks = [wrap(heading, "")];
	for (const tree of trees) {
		blocks.push(`process ${tree.process.id}`);
		for (const row of twinTree(scene, tree)) {
			const indent = "  ".repeat(row.depth + 1);
			blocks.push(wrap(`${row.name}: ${row.covers}, ${row.used}`, indent));
			if (row.words !== "") blocks.push(wrap(row.words, `${indent}    `));
		}
	}
	if (cells !== null) blocks.push("", ...tableText(scene, cells));
	return `${blocks.join("\n")}\n`;
}

function tableText(scene: Scene, cells: Cells): readonly string[] {
	const title = cells.state === "huge" ? "one huge entry" : tableTitle(cells.id, cells.node?.index ?? null);
	const rows = twinRows(scene, cells);
	const columns: readonly (readonly [string, (row: TwinRow) => string])[] = [
		["pages", ({ pages }) => pages],
		["entry", ({ entry, words }) => (entry === "" ? words : entry)],
		["bits", ({ bits }) => bits],
		["frame", ({ frame }) => frame],
		["pagemap", ({ pagemap }) => pagemap],
		["", ({ verdict }) => verdict],
	];
	const shown = columns.filter(([, value]) => rows.some((row) => value(row) !== ""));
	const widths = shown.map(([name, value], at) =>
		Math.max(name.length, ...rows.map((row) => (isNote(row) && at > 0 ? 0 : value(row).length))),
	);
	const line = (values: readonly string[]): string => values.map((value, at) => value.padEnd(widths[at] ?? 0)).join("  ");
	const lines = rows.map((row) => line(shown.map(([, value]) => value(row))));
	return [`${cells.id.process}: ${title}`, ...[line(shown.map(([name]) => name)), ...lines].flatMap((text) => fold(text.trimEnd()))];
}

/** A row that only says that nothing is there may run over the other columns. */
function isNote(row: TwinRow): boolean {
	return row.entry === "";
}

/** Words in lines of at most 72 columns, each after `indent`. */
function wrap(text: string, indent: string): string {
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(" ")) {
		if (line !== "" && indent.length + line.length + 1 + word.length > TEXT_COLUMNS) {
			lines.push(indent + line);
			line = word;
		} else {
			line = line === "" ? word : `${line} ${word}`;
		}
	}
	lines.push(indent + line);
	return lines.join("\n");
}

/** A row that is too wide goes on in the next line, indented, broken where two columns meet. */
function fold(text: string): readonly string[] {
	if (text.length <= TEXT_COLUMNS) return [text];
	const cut = text.lastIndexOf("  ", TEXT_COLUMNS - 1);
	const at = cut > TEXT_COLUMNS / 3 ? cut : TEXT_COLUMNS;
	return [text.slice(0, at).trimEnd(), ...fold(`          ${text.slice(at).trimStart()}`)];
}

/** Where the fields of a word stand on its ruler. All 64 bits fit a narrow panel because stretches that say nothing are folded. */
import type { BitField } from "../../sim/arch/bit_field.ts";
import { valueText } from "./bit_row.ts";

export interface RulerCell {
	readonly kind: "bit" | "number" | "fold";
	/** The field; for a fold the first of those that it hides. */
	readonly field: BitField;
	readonly hi: number;
	readonly lo: number;
	readonly x: number;
	readonly width: number;
	/** In the cell. */
	readonly text: string;
	/** Above it. */
	readonly position: string;
	/** Under it, in one of two lines so that neighbours do not touch. */
	readonly letter: string;
	readonly letterLine: 0 | 1;
	readonly letterX: number;
}

/** Width of a ruler in its own units, which are pixels in a panel of this width. */
export const RULER_WIDTH = 340;

const BIT_MAX = 26;
/** Bits at least so wide are worth more than both ends of every stretch. */
const BIT_ROOMY = 14;
const FOLD = 16;
/** Widths of one character: in a cell, under it, above it. */
const TEXT_CHAR = 6.3;
const LETTER_CHAR = 7;
const POSITION_CHAR = 5.2;
const NUMBER_PADDING = 8;

interface Piece {
	readonly kind: RulerCell["kind"];
	readonly field: BitField;
	readonly hi: number;
	readonly lo: number;
	readonly text: string;
	readonly letter: string;
}

export function rulerCells(fields: readonly BitField[]): readonly RulerCell[] {
	const pieces = fold(fields);
	const widths = spread(pieces);
	let x = 0;
	const placed = pieces.map((piece, i) => {
		const width = widths[i] ?? 0;
		const half = (piece.letter.length * LETTER_CHAR) / 2;
		const letterX = Math.min(Math.max(x + width / 2, half), RULER_WIDTH - half);
		const cell = { ...piece, x, width, position: positionText(piece, width), letterX, letterLine: 0 as const };
		x += width;
		return cell;
	});
	return inTwoLines(placed);
}

/** Letters of bits go first, from the left; those of numbers, which are longer, where there is room. */
function inTwoLines(cells: readonly RulerCell[]): readonly RulerCell[] {
	const taken: [from: number, to: number][][] = [[], []];
	const lines = new Map<RulerCell, 0 | 1>();
	for (const kind of ["bit", "number"] as const) {
		for (const cell of cells) {
			if (cell.kind !== kind) continue;
			const half = (cell.letter.length * LETTER_CHAR) / 2 + 1;
			const from = cell.letterX - half;
			const to = cell.letterX + half;
			const line = taken[0]?.some((other) => from < other[1] && other[0] < to) ? 1 : 0;
			taken[line]?.push([from, to]);
			lines.set(cell, line);
		}
	}
	return cells.map((cell) => ({ ...cell, letterLine: lines.get(cell) ?? 0 }));
}

/** Neighbouring unused fields become one fold. */
function fold(fields: readonly BitField[]): readonly Piece[] {
	const pieces: Piece[] = [];
	for (const field of fields) {
		const last = pieces.at(-1);
		if (field.role === "unused" && last?.kind === "fold") {
			pieces[pieces.length - 1] = { ...last, lo: field.lo, text: foldText(last.text, field) };
			continue;
		}
		const kind = field.role === "unused" ? "fold" : field.role;
		pieces.push({
			kind,
			field,
			hi: field.hi,
			lo: field.lo,
			...(kind === "fold" ? { text: foldText(null, field), letter: "" } : cellText(field)),
		});
	}
	return pieces;
}

/** A fold shows its bits only when they are all alike. */
function foldText(before: string | null, field: BitField): string {
	const ones = (1n << BigInt(field.hi - field.lo + 1)) - 1n;
	const text = field.raw === null ? "?" : field.raw === 0n ? "0" : field.raw === ones ? "1" : "…";
	return before === null || before === text ? text : "…";
}

/** A number stands in the cell, what it counts under it: `frame 3` is 3 above `frame`. */
function cellText(field: BitField): Pick<Piece, "text" | "letter"> {
	// An inverted bit shows what is stored; its letter says that 0 means set.
	const sign = field.inverted === true ? "¬" : "";
	if (field.role === "bit") return { text: field.raw === null ? "?" : String(field.raw), letter: sign + field.letter };
	const value = valueText(field);
	const counted = /^(\S+) (\d\S*)$/.exec(value);
	if (counted === null) return { text: value.replace("huge ", ""), letter: field.letter };
	return { text: counted[2] ?? value, letter: counted[1] ?? field.letter };
}

/** Both ends, where the cell is wide enough; a narrow stretch follows from its neighbours. */
function positionText(piece: Piece, width: number): string {
	const both = bothEnds(piece);
	return both.length * POSITION_CHAR <= width + 0.01 ? both : "…";
}

function bothEnds({ hi, lo }: Piece): string {
	return hi === lo ? String(lo) : `${hi}…${lo}`;
}

/** Widths: folds and numbers what their text needs, bits alike, and what is left over goes to the widest number. */
function spread(pieces: readonly Piece[]): readonly number[] {
	const bits = pieces.filter(({ kind }) => kind === "bit").length;
	const roomy = pieces.map((piece) => Math.max(least(piece), piece.kind === "bit" ? 0 : bothEnds(piece).length * POSITION_CHAR));
	const tight = pieces.map(least);
	const share = (widths: readonly number[]) => (RULER_WIDTH - widths.reduce((sum, width) => sum + width, 0)) / Math.max(1, bits);
	const chosen = share(roomy) >= BIT_ROOMY ? roomy : tight;
	const bit = Math.min(BIT_MAX, share(chosen));
	const rest = bits === 0 ? share(chosen) : (share(chosen) - bit) * bits;
	const widest = stretchable(pieces);
	return pieces.map((piece, i) => (piece.kind === "bit" ? bit : (chosen[i] ?? 0) + (i === widest ? rest : 0)));
}

/** The least that a piece needs; bits share what is left. */
function least({ kind, text, letter }: Piece): number {
	if (kind === "bit") return 0;
	return kind === "fold" ? FOLD : Math.max(FOLD, text.length * TEXT_CHAR + NUMBER_PADDING, letter.length * LETTER_CHAR);
}

/** The number, or else the fold, that stands for the most bits. */
function stretchable(pieces: readonly Piece[]): number {
	let best = -1;
	const weight = (piece: Piece) => (piece.kind === "bit" ? 0 : piece.hi - piece.lo + 1 + (piece.kind === "number" ? 64 : 0));
	pieces.forEach((piece, i) => {
		const current = pieces[best];
		if (weight(piece) > (current === undefined ? 0 : weight(current))) best = i;
	});
	return best;
}

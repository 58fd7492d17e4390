/** A 64-bit word, drawn: positions above, the bits, their letters under them. */
import { memo } from "react";
import { type BitField, bitsOf } from "../../sim/arch/bit_field.ts";
import { valueText } from "./bit_row.ts";
import { RULER_WIDTH, type RulerCell, rulerCells } from "./ruler_layout.ts";
import styles from "./word_ruler.module.css";

const TOP = 16;
const CELL_HEIGHT = 24;
const LETTER_TOP = TOP + CELL_HEIGHT + 12;
const LETTER_STEP = 11;

interface WordRulerProps {
	/** What the word is: `PTE`, `pagemap word`. */
	readonly name: string;
	readonly fields: readonly BitField[];
	/** Keys of the fields that this step changed: they get a ring. */
	readonly changed: ReadonlySet<string>;
	/** Key of the field that the ring shouts about. */
	readonly bad?: string | undefined;
}

export const WordRuler = memo(function WordRuler({ name, fields, changed, bad }: WordRulerProps) {
	const cells = rulerCells(fields);
	const lines = cells.some(({ letterLine }) => letterLine === 1) ? 2 : 1;
	const height = LETTER_TOP + (lines - 1) * LETTER_STEP + 5;
	return (
		<figure className={styles["ruler"]}>
			<svg viewBox={`-2 0 ${RULER_WIDTH + 4} ${height}`} aria-hidden="true">
				{cells.map((cell) => (
					<Cell key={`${cell.hi}-${cell.lo}`} cell={cell} />
				))}
				{cells
					.filter((cell) => cell.kind !== "fold" && (changed.has(cell.field.key) || cell.field.key === bad))
					.map((cell) => (
						<rect
							key={`ring-${cell.lo}`}
							className={styles["ring"]}
							data-bad={cell.field.key === bad || undefined}
							x={cell.x - 1}
							y={TOP - 1.5}
							width={cell.width + 2}
							height={CELL_HEIGHT + 3}
							rx={3}
						/>
					))}
			</svg>
			<figcaption className="heard">{rulerText(name, fields, changed)}</figcaption>
		</figure>
	);
});

function Cell({ cell }: { readonly cell: RulerCell }) {
	const { kind, field, x, width, text, letter, position } = cell;
	const on = kind === "bit" && field.value === 1n;
	const middle = x + width / 2;
	return (
		<g
			className={styles["cell"]}
			data-kind={kind}
			data-colour={field.colour}
			data-on={on || undefined}
			data-unknown={field.raw === null || undefined}
		>
			<text className={styles["position"]} x={middle} y={TOP - 5}>
				{position}
			</text>
			<rect x={x} y={TOP} width={width} height={CELL_HEIGHT} />
			<text className={styles["value"]} x={middle} y={TOP + 16}>
				{text}
			</text>
			{letter === "" ? null : (
				<text className={styles["letter"]} x={cell.letterX} y={LETTER_TOP + cell.letterLine * LETTER_STEP}>
					{letter}
				</text>
			)}
		</g>
	);
}

/** The ruler in words: which named bits are set, which are clear, the numbers, and what changed. */
export function rulerText(name: string, fields: readonly BitField[], changed: ReadonlySet<string>): string {
	const bits = fields.filter(({ role }) => role === "bit");
	const named = (list: readonly BitField[]) => list.map((field) => `${field.name} (${bitsOf(field)})`).join(", ") || "none";
	const numbers = fields.filter(({ role }) => role === "number").map((field) => `${field.name} in ${bitsOf(field)}: ${valueText(field)}.`);
	const unknown = bits.filter(({ value }) => value === null);
	const touched = fields.filter(({ key }) => changed.has(key));
	if (bits.length === 0) return `${name}: all 64 bits are 0.`;
	return [
		`${name}, from bit 63 to bit 0.`,
		`Set: ${named(bits.filter(({ value }) => value === 1n))}.`,
		`Clear: ${named(bits.filter(({ value }) => value === 0n))}.`,
		...(unknown.length === 0 ? [] : [`Not recorded: ${named(unknown)}.`]),
		...numbers,
		...(touched.length === 0 ? [] : [`Changed in this step: ${touched.map((field) => field.name).join(", ")}.`]),
	].join(" ");
}

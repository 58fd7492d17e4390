/**
 * The marks that stand for entries. Two independent signs, both readable in grey: the *form* says what the entry is (square: a mapped
 * page, circle: the zero page, low bar: swap, wedge: migration entry, point: marker, dash: none), the *fill* says what the lens
 * asks. Colour only repeats the fill. Canvas and SVG draw the same paths, in a box of 12 by 12.
 */

export type Form = "square" | "circle" | "low" | "wedge" | "point" | "dash" | "table" | "blank";
export type Fill = "full" | "none" | "nested" | "dot" | "bar" | "cutbar" | "cross";
/** Names of the design tokens in theme.css, without their dashes. */
export const TONES = ["sd", "uw", "w", "d", "a", "p", "x", "accent", "bad", "good", "soft", "edge", "line"] as const;
export type Tone = (typeof TONES)[number];

export interface Mark {
	readonly form: Form;
	readonly fill: Fill;
	readonly tone: Tone;
}

/** One path of a mark: filled when `width` is 0, else stroked so wide (in units of the box). */
export interface MarkPath {
	readonly d: string;
	readonly width: number;
	/** Opacity; 1 unless the path is a wash. */
	readonly alpha: number;
	/** Holes by the even-odd rule. */
	readonly holes: boolean;
}

export const MARK_BOX = 12;

const SOLID: Record<Exclude<Form, "blank" | "dash">, string> = {
	square: roundedRect(0.5, 0.5, 11, 11, 2),
	circle: circle(6, 6, 5),
	low: roundedRect(0.5, 6.5, 11, 5, 1.5),
	wedge: "M1.5 0.8L11.2 6L1.5 11.2Z",
	point: "M6 2.4L9.6 6L6 9.6L2.4 6Z",
	table: `${roundedRect(0.5, 0.5, 11, 7, 1.5)}M5.3 7.5h1.4v4h-1.4z`,
};
const OUTLINE: Record<Exclude<Form, "blank" | "dash">, string> = {
	square: roundedRect(1, 1, 10, 10, 1.6),
	circle: circle(6, 6, 4.5),
	low: roundedRect(1, 7, 10, 4, 1.2),
	wedge: "M2 1.8L10 6L2 10.2Z",
	point: "M6 3.2L8.8 6L6 8.8L3.2 6Z",
	table: `${roundedRect(1, 1, 10, 6, 1.2)}M6 7v4.5`,
};
const CORE: Record<Exclude<Form, "blank" | "dash">, string> = {
	square: roundedRect(3, 3, 6, 6, 1),
	circle: circle(6, 6, 2.6),
	low: roundedRect(2.8, 8.3, 6.4, 1.6, 0.5),
	wedge: "M3.6 4.4L6.8 6L3.6 7.6Z",
	point: "M6 4.8L7.2 6L6 7.2L4.8 6Z",
	table: roundedRect(3, 2.6, 6, 2.8, 0.6),
};
const CROSS = "M3.6 3.6L8.4 8.4M8.4 3.6L3.6 8.4";

/** Paths of a mark, back to front. */
export function markPaths(form: Form, fill: Fill): readonly MarkPath[] {
	if (form === "blank") return [solid(circle(6, 6, 0.9))];
	if (form === "dash") return [stroke("M3 6h6", 1.5)];
	switch (fill) {
		case "full":
			return [solid(SOLID[form])];
		case "none":
			return [stroke(OUTLINE[form], 1)];
		case "nested":
			return [solid(SOLID[form], 0.22), stroke(OUTLINE[form], 1), solid(CORE[form], 0.6)];
		case "dot":
			return [stroke(OUTLINE[form], 1), solid(circle(6, form === "low" ? 9 : form === "table" ? 4 : 6, 1.7))];
		case "bar":
			return [stroke(OUTLINE[form], 1), stroke("M3 6h6", 1.6)];
		case "cutbar":
			return [{ d: `${SOLID[form]}M2.6 5v2h6.8v-2z`, width: 0, alpha: 1, holes: true }];
		case "cross":
			return [solid(SOLID[form], 0.16), stroke(OUTLINE[form], 1.8), stroke(CROSS, 1.7)];
	}
}

function solid(d: string, alpha = 1): MarkPath {
	return { d, width: 0, alpha, holes: false };
}

function stroke(d: string, width: number): MarkPath {
	return { d, width, alpha: 1, holes: false };
}

function roundedRect(x: number, y: number, w: number, h: number, r: number): string {
	const arc = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
	return `M${x + r} ${y}h${w - 2 * r}${arc(r, r)}v${h - 2 * r}${arc(-r, r)}h${2 * r - w}${arc(-r, -r)}v${2 * r - h}${arc(r, -r)}z`;
}

function circle(x: number, y: number, r: number): string {
	return `M${x - r} ${y}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0z`;
}

/** The only place that knows Observable Plot. A lazy chunk. */
import * as Plot from "@observablehq/plot";
import { type RefObject, useEffect } from "react";
import { inTurn } from "./in_turn.ts";
import type { Series } from "./series.ts";

export interface Axis {
	readonly label: string;
	readonly log: boolean;
	readonly bytes: boolean;
}

export interface PlotChartProps {
	readonly series: readonly Series[];
	readonly x: Axis;
	readonly y: Axis;
	readonly width: number;
	/** Where the picture is put. */
	readonly into: RefObject<HTMLDivElement | null>;
	readonly tick: (axis: Axis, value: number) => string;
}

/** Bytes are told in binary units, so their ticks are powers of two apart. */
function binaryTicks(series: readonly Series[]): number[] {
	const most = series.flatMap(({ points }) => points.map((point) => point.y)).reduce((a, b) => Math.max(a, b), 1);
	const step = 2 ** Math.ceil(Math.log2(most / 6));
	return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}

type Picture = Omit<PlotChartProps, "into">;

/** Draws the series into `into`, which says in words what it is; the picture itself is silent. */
export function PlotChart({ series, x, y, width, into, tick }: PlotChartProps) {
	useEffect(() => {
		const place = into.current;
		if (place === null || width === 0) return;
		const giveUp = inTurn(() => place.replaceChildren(draw({ series, x, y, width, tick })));
		return () => {
			giveUp();
			place.replaceChildren();
		};
	}, [series, x, y, width, into, tick]);
	return null;
}

function draw({ series, x, y, width, tick }: Picture): Element {
	const scale = (axis: Axis) => ({
		label: axis.label,
		type: axis.log ? ("log" as const) : ("linear" as const),
		...(axis.log && axis.bytes ? { base: 2 } : {}),
		tickFormat: (value: number) => tick(axis, value),
		ticks: width < 480 ? 4 : 8,
	});
	// Intervals and sizes of memory are few and whole: each has a tick of its own.
	const places = [...new Set(series.flatMap(({ points }) => points.map((point) => point.x)))];
	const few = places.length <= (width < 480 ? 4 : 12);
	const drawn = series.map((each) => ({
		...each,
		stroke: `var(${each.look.colour})`,
		points: each.points.filter((point) => (!x.log || point.x > 0) && (!y.log || point.y > 0)),
	}));
	const lines = drawn.map(({ points, look, stroke }) =>
		Plot.line(points, { x: "x", y: "y", stroke, strokeDasharray: look.dash, strokeWidth: 1.75 }),
	);
	const spaced = drawn.flatMap(({ id, points, stroke }) => (points.length <= 32 ? points.map((point) => ({ ...point, id, stroke })) : []));
	const svg = Plot.plot({
		width,
		height: Math.max(220, Math.min(340, width * 0.5)),
		marginLeft: 64,
		marginBottom: 38,
		x: { ...scale(x), ...(few ? { ticks: places } : {}) },
		y: { ...scale(y), grid: true, ...(y.bytes && !y.log ? { ticks: binaryTicks(series) } : {}) },
		color: { type: "identity" },
		symbol: { domain: series.map(({ id }) => id), range: series.map(({ look }) => look.symbol) },
		marks: [
			Plot.frame({ stroke: "var(--line)" }),
			...lines,
			Plot.dot(spaced, { x: "x", y: "y", stroke: "stroke", symbol: "id", r: 3.5, fill: "var(--card)" }),
		],
	});
	// The page's policy forbids inline style elements; what this one says stands in lab.module.css.
	for (const style of svg.querySelectorAll("style")) style.remove();
	// Plot labels groups, which have no role to be labelled for: the place around says it all.
	svg.setAttribute("aria-hidden", "true");
	return svg;
}

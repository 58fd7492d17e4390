import type { Look } from "./series.ts";

/** The pictures' symbols, around 0, 0, as large as there. */
const SHAPES: Readonly<Record<Look["symbol"], string>> = {
	circle: "M3.5,0A3.5,3.5,0,1,1,-3.5,0A3.5,3.5,0,1,1,3.5,0Z",
	square: "M-3.1,-3.1H3.1V3.1H-3.1Z",
	triangle: "M0,-4.4L4,2.5H-4Z",
	diamond: "M0,-4.9L2.8,0L0,4.9L-2.8,0Z",
	cross: "M-4.1,-1.4H-1.4V-4.1H1.4V-1.4H4.1V1.4H1.4V4.1H-1.4V1.4H-4.1Z",
	star: "M0,-5L1.2,-1.6H4.8L1.9,0.6L3,4.1L0,2L-3,4.1L-1.9,0.6L-4.8,-1.6H-1.2Z",
	wye: "M-1.3,0.8V4H1.3V0.8L4.1,-0.9L2.8,-3.1L0,-1.5L-2.8,-3.1L-4.1,-0.9Z",
};

/** A line of the picture in its legend: colour, dashes and symbol. */
export function LegendMark({ look }: { readonly look: Look }) {
	const stroke = `var(${look.colour})`;
	return (
		<svg width="30" height="12" viewBox="-15 -6 30 12" aria-hidden="true">
			<line x1="-15" x2="15" y1="0" y2="0" stroke={stroke} strokeWidth="2" strokeDasharray={look.dash} />
			<path d={SHAPES[look.symbol]} fill="var(--card)" stroke={stroke} strokeWidth="1.5" />
		</svg>
	);
}

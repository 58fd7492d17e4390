import { type ReactNode, useCallback, useLayoutEffect, useRef, useState } from "react";
import controls from "../app/controls.module.css";
import { makePart, usePart } from "../app/part.ts";
import { PressButton } from "../app/press_button.tsx";
import styles from "./lab.module.css";
import { LegendMark } from "./legend_mark.tsx";
import type { Axis, PlotChartProps } from "./plot_chart.tsx";
import { WideTable } from "./result_tables.tsx";
import { saveFile, standaloneSvg } from "./save.ts";
import type { Series } from "./series.ts";
import { bytesText, countText } from "./words.ts";

const PLOT = makePart<PlotChartProps>(async () => (await import("./plot_chart.tsx")).PlotChart);

interface Props {
	readonly title: string;
	/** One sentence: what is drawn. */
	readonly about: string;
	readonly series: readonly Series[];
	readonly x: Axis;
	readonly y: Axis;
	/** Name of the file that the picture is saved as, without its ending. */
	readonly file: string;
	readonly children?: ReactNode;
}

function valueText({ bytes }: Axis, value: number): string {
	return bytes ? bytesText(value) : countText(value);
}

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });

function tickText({ bytes }: Axis, value: number): string {
	return bytes ? bytesText(value) : compact.format(value);
}

function useWidthOf() {
	const ref = useRef<HTMLDivElement>(null);
	const [width, setWidth] = useState(0);
	useLayoutEffect(() => {
		const element = ref.current;
		if (element === null) return;
		const measure = () => setWidth(Math.floor(element.clientWidth));
		measure();
		const watch = new ResizeObserver(measure);
		watch.observe(element);
		return () => watch.disconnect();
	}, []);
	return { ref, width };
}

/** A picture of several series with its legend, its table twin, and a button that saves it. */
export function Chart({ title, about, series, x, y, file, children }: Props) {
	const { ref, width } = useWidthOf();
	const into = useRef<HTMLDivElement>(null);
	const Picture = usePart(PLOT, true);
	const save = useCallback(() => {
		const svg = into.current?.querySelector("svg");
		if (svg instanceof SVGSVGElement) saveFile(`${file}.svg`, "image/svg+xml", standaloneSvg(svg));
	}, [file]);
	return (
		<figure className={styles["chart"]}>
			<figcaption>
				<h4>{title}</h4>
				<p className={styles["note"]}>{about}</p>
			</figcaption>
			{children}
			<div ref={ref} className={styles["plot"]}>
				<div ref={into} role="img" aria-label={`${title}. ${about} The numbers are in the table below.`} className={styles["picture"]} />
				{Picture !== null && <Picture series={series} x={x} y={y} width={width} into={into} tick={tickText} />}
			</div>
			<ul className={styles["legend"]} aria-label={`Lines of: ${title}`}>
				{series.map(({ id, name, look }) => (
					<li key={id}>
						<LegendMark look={look} />
						{name}
					</li>
				))}
			</ul>
			<Numbers title={title} series={series} x={x} y={y} />
			<PressButton className={controls["button"] ?? ""} onPress={save}>
				Save as SVG
			</PressButton>
		</figure>
	);
}

/** The picture's twin; made when it is opened, since it may have thousands of cells. */
function Numbers({ title, series, x, y }: Pick<Props, "title" | "series" | "x" | "y">) {
	const [isOpen, setOpen] = useState(false);
	return (
		<details className={styles["details"]} onToggle={(event) => setOpen(event.currentTarget.open)}>
			<summary>The numbers of this picture</summary>
			{isOpen && <NumbersTable title={title} series={series} x={x} y={y} />}
		</details>
	);
}

function NumbersTable({ title, series, x, y }: Pick<Props, "title" | "series" | "x" | "y">) {
	const xs = [...new Set(series.flatMap(({ points }) => points.map((point) => point.x)))].sort((a, b) => a - b);
	return (
		<WideTable label={`Numbers of: ${title}`}>
			<thead>
				<tr>
					<th scope="col">{x.label}</th>
					{series.map(({ id, name }) => (
						<th scope="col" key={id}>
							{name}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{xs.map((at) => (
					<tr key={at}>
						<th scope="row">{x.bytes ? bytesText(at) : String(Math.round(at * 1000) / 1000)}</th>
						{series.map(({ id, points }) => {
							const point = points.find((each) => each.x === at);
							return <td key={id}>{point === undefined ? "" : valueText(y, point.y)}</td>;
						})}
					</tr>
				))}
			</tbody>
		</WideTable>
	);
}

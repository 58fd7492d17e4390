import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { LabRun } from "../../state/lab.ts";
import { COUNTERS, type Counter } from "../../trackers/lab/counts.ts";
import type { IntervalResult } from "../../trackers/lab/run_tracker.ts";
import { TRAITS, type TrackerId } from "../../trackers/lab/tracker.ts";
import styles from "./lab.module.css";
import { COUNTER_WORDS, counterText, countText } from "./words.ts";

export interface Row {
	readonly tracker: TrackerId;
	readonly result: IntervalResult;
}

/** A table that may be wider than the screen: its region can be scrolled by keyboard. */
export function WideTable({ label, children }: { readonly label: string; readonly children: ReactNode }) {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
		<section className={styles["scroll"]} tabIndex={0} aria-label={label}>
			<table>{children}</table>
		</section>
	);
}

function Missed({ missed }: { readonly missed: number }) {
	if (missed === 0) return <td>0</td>;
	return (
		<td className={styles["missed"]}>
			<TriangleAlert size={13} aria-label="lost:" /> {countText(missed)}
		</td>
	);
}

/** What each tracker reports, against what was really written. */
export function JudgementTable({ rows, path }: { readonly rows: readonly Row[]; readonly path: LabRun["path"] }) {
	return (
		<WideTable label="What each tracker reports">
			<thead>
				<tr>
					<th scope="col">tracker</th>
					<th scope="col">written</th>
					<th scope="col">reported</th>
					<th scope="col">missed</th>
					<th scope="col">spurious</th>
					<th scope="col">holds writers</th>
					<th scope="col">one report stands for</th>
					<th scope="col">a second one beside it</th>
					<th scope="col">counted on</th>
				</tr>
			</thead>
			<tbody>
				{rows.map(({ tracker, result }) => {
					const { name, how, blocks, granularity, second, drivenBy } = TRAITS[tracker];
					const silent = tracker === "none";
					return (
						<tr key={tracker}>
							<th scope="row" title={how}>
								{name}
							</th>
							<td>{countText(result.written)}</td>
							<td>{silent ? "—" : countText(result.reported)}</td>
							{silent ? <td>—</td> : <Missed missed={result.missed} />}
							<td>{silent ? "—" : countText(result.spurious)}</td>
							<td>{silent ? "—" : blocks ? "yes" : "no"}</td>
							<td className={styles["words"]}>{granularity}</td>
							<td className={styles["words"]}>{second}</td>
							<td>{drivenBy === "model" ? "a model" : path === "machine" ? "the machine" : "columns"}</td>
						</tr>
					);
				})}
			</tbody>
		</WideTable>
	);
}

/** Counters that are not zero for everybody. */
export function countersOf(rows: readonly Row[]): readonly Counter[] {
	return COUNTERS.filter((counter) => rows.some(({ result }) => result.counts[counter] > 0));
}

/** What tracking costs, in counts. */
export function CountsTable({ rows }: { readonly rows: readonly Row[] }) {
	const counters = countersOf(rows);
	return (
		<WideTable label="What each tracker costs">
			<thead>
				<tr>
					<th scope="col">tracker</th>
					{counters.map((counter) => (
						<th scope="col" key={counter} title={COUNTER_WORDS[counter].about}>
							{COUNTER_WORDS[counter].name}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{rows.map(({ tracker, result }) => (
					<tr key={tracker}>
						<th scope="row">{TRAITS[tracker].name}</th>
						{counters.map((counter) => (
							<td key={counter}>{counterText(counter, result.counts[counter])}</td>
						))}
					</tr>
				))}
			</tbody>
		</WideTable>
	);
}

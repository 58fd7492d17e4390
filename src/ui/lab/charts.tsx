import { type ReactNode, useEffect, useMemo, useState } from "react";
import { PAGE_SIZE } from "../../sim/include/page_size.ts";
import type { LabRun } from "../../state/lab.ts";
import { COUNTERS, type Counter } from "../../trackers/lab/counts.ts";
import { TRAITS } from "../../trackers/lab/tracker.ts";
import { SelectInput } from "../app/fields.tsx";
import { Chart } from "./chart.tsx";
import { inTurn } from "./in_turn.ts";
import { LOOKS, type Series } from "./series.ts";
import { COUNTER_WORDS } from "./words.ts";

const JUDGED = { reported: "reported pages", missed: "missed pages", spurious: "spurious pages" } as const;
type Shown = Counter | keyof typeof JUDGED;

function isCounter(shown: Shown): shown is Counter {
	return !(shown in JUDGED);
}

function axisOf(shown: Shown) {
	return isCounter(shown)
		? { label: COUNTER_WORDS[shown].name, bytes: COUNTER_WORDS[shown].bytes === true }
		: { label: JUDGED[shown], bytes: false };
}

function options(shown: readonly Shown[]) {
	return shown.map((each) => (
		<option key={each} value={each}>
			{axisOf(each).label}
		</option>
	));
}

/** Everything that can be drawn; a name from the list, or the first. */
function pick<T extends Shown>(list: readonly T[], name: string, usual: T): T {
	return list.find((each) => each === name) ?? usual;
}

const EVERYTHING: readonly Shown[] = ["reported", "missed", "spurious", ...COUNTERS];

function IntervalChart({ run }: { readonly run: LabRun }) {
	const [shown, setShown] = useState<Shown>("faults");
	const series = useMemo(
		() =>
			run.trackers
				.filter((tracker) => isCounter(shown) || tracker !== "none")
				.map((tracker): Series => {
					const points = (run.intervals[tracker] ?? []).map((result, i) => ({
						x: i + 1,
						y: isCounter(shown) ? result.counts[shown] : result[shown],
					}));
					return { id: tracker, name: TRAITS[tracker].name, look: LOOKS[tracker], points };
				}),
		[run, shown],
	);
	const x = useMemo(() => ({ label: "interval", log: false, bytes: false }), []);
	const y = useMemo(() => ({ ...axisOf(shown), log: false }), [shown]);
	return (
		<Chart
			title="Interval by interval"
			about={`Drawn: ${axisOf(shown).label} of each tracker in each interval.`}
			series={series}
			x={x}
			y={y}
			file="pagewalk-lab-intervals"
		>
			<SelectInput label="Draw" value={shown} onChange={(name) => setShown(pick(EVERYTHING, name, "faults"))}>
				{options(EVERYTHING)}
			</SelectInput>
		</Chart>
	);
}

function SweepChart({ run }: { readonly run: LabRun }) {
	const [shown, setShown] = useState<Counter>("visited");
	const series = useMemo(
		() =>
			run.trackers.map((tracker): Series => {
				const points = (run.sweep[tracker] ?? []).map(({ pages, counts }) => ({ x: pages * PAGE_SIZE, y: counts[shown] }));
				return { id: tracker, name: TRAITS[tracker].name, look: LOOKS[tracker], points };
			}),
		[run, shown],
	);
	const x = useMemo(() => ({ label: "memory", log: true, bytes: true }), []);
	const y = useMemo(() => ({ ...axisOf(shown), log: true }), [shown]);
	return (
		<Chart
			title="Cost against memory size"
			about={`Drawn: ${axisOf(shown).label} in one interval with the same writes, on logarithmic axes: a slope of 1 means that it grows with memory, 0 that it does not. Zeros are left out.`}
			series={series}
			x={x}
			y={y}
			file="pagewalk-lab-memory-size"
		>
			<SelectInput label="Draw" value={shown} onChange={(name) => setShown(pick(COUNTERS, name, "visited"))}>
				{options(COUNTERS)}
			</SelectInput>
		</Chart>
	);
}

function SnapshotChart({ snapshot }: { readonly snapshot: NonNullable<LabRun["snapshot"]> }) {
	const series = useMemo((): readonly Series[] => {
		const of = (id: "fork" | "unbounded" | "bounded", name: string, look: Series["look"]): Series => ({
			id,
			name,
			look,
			points: snapshot.samples.map((sample) => ({ x: sample.time, y: sample[id] })),
		});
		return [
			of("fork", "fork", LOOKS.fork),
			of("unbounded", "userfaultfd, unbounded", LOOKS["uffd-sync-huge"]),
			of("bounded", "userfaultfd, bounded: writers wait", LOOKS["uffd-sync"]),
		];
	}, [snapshot]);
	const x = useMemo(() => ({ label: "intervals since the start", log: false, bytes: false }), []);
	const y = useMemo(() => ({ label: "extra memory", log: false, bytes: true }), []);
	return (
		<Chart
			title="A snapshot's extra memory over time"
			about="While a saver writes the memory out, page after page, and the program goes on. Time is the program's own: it stands still while a writer waits."
			series={series}
			x={x}
			y={y}
			file="pagewalk-lab-snapshot"
		/>
	);
}

/** What is drawn once what stands before it is. */
function Turn({ children }: { readonly children: ReactNode }) {
	const [isOn, setOn] = useState(false);
	useEffect(() => inTurn(() => setOn(true)), []);
	return isOn ? children : null;
}

export function Charts({ run }: { readonly run: LabRun }) {
	return (
		<>
			<Turn>
				<IntervalChart run={run} />
			</Turn>
			<Turn>
				<SweepChart run={run} />
			</Turn>
			{run.snapshot !== null && (
				<Turn>
					<SnapshotChart snapshot={run.snapshot} />
				</Turn>
			)}
		</>
	);
}

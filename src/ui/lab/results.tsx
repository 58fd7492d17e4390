import { useState } from "react";
import type { LabRun } from "../../state/lab.ts";
import { labCsv, labJson } from "../../state/lab_export.ts";
import { TRACKERS, TRAITS } from "../../trackers/lab/tracker.ts";
import controls from "../app/controls.module.css";
import { SelectInput } from "../app/fields.tsx";
import { PressButton } from "../app/press_button.tsx";
import { Charts } from "./charts.tsx";
import { Migration, OpenInterval, SnapshotWords } from "./consequences.tsx";
import styles from "./lab.module.css";
import { Prices } from "./prices.tsx";
import { CountsTable, JudgementTable, type Row } from "./result_tables.tsx";
import { saveFile } from "./save.ts";
import { memoryText, together } from "./words.ts";

const ALL = "all";

function rowsOf({ trackers, intervals }: LabRun, chosen: string): readonly Row[] {
	return trackers.flatMap((tracker) => {
		const results = intervals[tracker] ?? [];
		const picked = chosen === ALL ? results : results.slice(Number(chosen), Number(chosen) + 1);
		return picked.length === 0 ? [] : [{ tracker, result: together(picked) }];
	});
}

/** Trackers that the kernel does not have. */
function Absent({ run }: { readonly run: LabRun }) {
	const absent = TRACKERS.filter((tracker) => !run.trackers.includes(tracker));
	if (run.trackers.length === 0 || absent.length === 0) return null;
	return (
		<p className={styles["note"]}>
			Not on {run.plan.kernel}: {absent.map((tracker) => TRAITS[tracker].name).join("; ")}.
		</p>
	);
}

function Exports({ run }: { readonly run: LabRun }) {
	return (
		<div className={styles["bar"]}>
			<PressButton className={controls["button"] ?? ""} onPress={() => saveFile("pagewalk-lab.csv", "text/csv", labCsv(run))}>
				Save as CSV
			</PressButton>
			<PressButton className={controls["button"] ?? ""} onPress={() => saveFile("pagewalk-lab.json", "application/json", labJson(run))}>
				Save as JSON
			</PressButton>
		</div>
	);
}

/** What a run told, as far as it got. */
export function Results({ run, done }: { readonly run: LabRun; readonly done: boolean }) {
	const [chosen, setChosen] = useState(ALL);
	const { plan, path, snapshot, migration } = run;
	const count = plan.workload.intervals;
	const shown = chosen !== ALL && Number(chosen) >= count ? ALL : chosen;
	const numbers = Array.from({ length: count }, (_, i) => i + 1);
	const rows = rowsOf(run, shown);
	if (rows.length === 0) return null;
	return (
		<div className={styles["results"]}>
			<div className={styles["bar"]}>
				<p>
					{memoryText(plan.workload.pages)} on {plan.kernel},{" "}
					{path === "machine" ? "entry for entry on the machine" : "in columns of bits, which count as the machine does"}.
				</p>
				<SelectInput label="Show" value={shown} onChange={setChosen}>
					<option value={ALL}>all intervals together</option>
					{numbers.map((number) => (
						<option key={number} value={number - 1}>
							interval {number}
						</option>
					))}
				</SelectInput>
			</div>
			<h3>Who reports what</h3>
			<JudgementTable rows={rows} path={path} />
			<Absent run={run} />
			<h3>At what price, in counts</h3>
			<CountsTable rows={rows} />
			<Prices rows={rows} />
			<h3>What follows</h3>
			<OpenInterval run={run} rows={rows} interval={shown === ALL ? null : Number(shown)} />
			{migration !== null && <Migration migration={migration} />}
			{snapshot !== null && <SnapshotWords snapshot={snapshot} plan={plan} />}
			{done && (
				<>
					<h3>In pictures</h3>
					<Charts run={run} />
					<Exports run={run} />
				</>
			)}
		</div>
	);
}

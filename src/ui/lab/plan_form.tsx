import { useId } from "react";
import { useStore } from "zustand";
import { KERNELS } from "../../sim/kernels/kernels.ts";
import { choosePreset, lab, setPlan } from "../../state/lab.ts";
import { type LabPlan, PRESETS } from "../../trackers/lab/presets.ts";
import { MAX_DROPS, MAX_INTERVALS, MAX_PAGES, MAX_WRITES, MIN_PAGES, type Workload } from "../../trackers/lab/workload.ts";
import { NumberInput, SelectInput } from "../app/fields.tsx";
import styles from "./lab.module.css";
import { PatternFields, percent } from "./pattern_fields.tsx";
import { memoryText } from "./words.ts";

const SIZES = Array.from({ length: Math.log2(MAX_PAGES / MIN_PAGES) + 1 }, (_, i) => MIN_PAGES * 2 ** i);

function change(plan: LabPlan, what: Partial<Workload>): void {
	setPlan({ ...plan, workload: { ...plan.workload, ...what } });
}

function PresetField() {
	const preset = useStore(lab, (state) => state.preset);
	const claim = PRESETS.find(({ id }) => id === preset)?.claim;
	return (
		<div className={styles["preset"]}>
			<SelectInput label="What the mail of 2016 claims" value={preset ?? ""} onChange={choosePreset}>
				{preset === null && <option value="">a plan of your own</option>}
				{PRESETS.map(({ id, title }) => (
					<option key={id} value={id}>
						{title}
					</option>
				))}
			</SelectInput>
			<p className={styles["claim"]}>{claim ?? "Choose a claim to start from it again."}</p>
		</div>
	);
}

function SecondField({ plan }: { readonly plan: LabPlan }) {
	const id = useId();
	return (
		<div className={styles["check"]}>
			<input id={id} type="checkbox" checked={plan.workload.second} onChange={({ target }) => change(plan, { second: target.checked })} />
			<label htmlFor={id}>a second scanner of the same kind, in the middle of each interval</label>
		</div>
	);
}

/** Memory, writes and kernel; and the bandwidths of what follows from them. */
export function PlanForm() {
	const plan = useStore(lab, (state) => state.plan);
	const { workload, migration, snapshot } = plan;
	const sizes = SIZES.includes(workload.pages) ? SIZES : [workload.pages, ...SIZES];
	return (
		<section aria-label="Workload" className={styles["form"]}>
			<PresetField />
			<div className={styles["fields"]}>
				<SelectInput label="Memory" value={String(workload.pages)} onChange={(pages) => change(plan, { pages: Number(pages) })}>
					{sizes.map((pages) => (
						<option key={pages} value={pages}>
							{memoryText(pages)}
						</option>
					))}
				</SelectInput>
				<SelectInput label="Kernel" value={plan.kernel} onChange={(kernel) => setPlan({ ...plan, kernel })}>
					{KERNELS.map(({ id }) => (
						<option key={id}>{id}</option>
					))}
				</SelectInput>
				<NumberInput
					label="Populated"
					unit="%"
					value={percent(workload.populated)}
					min={0}
					max={100}
					step="any"
					onChange={(share) => change(plan, { populated: share / 100 })}
				/>
				<NumberInput
					label="In huge pages"
					unit="%"
					value={percent(workload.huge)}
					min={0}
					max={100}
					step="any"
					onChange={(share) => change(plan, { huge: share / 100 })}
				/>
				<PatternFields pattern={workload.pattern} onChange={(pattern) => change(plan, { pattern })} />
				<NumberInput
					label="Writes"
					unit="an interval"
					value={workload.writes}
					min={0}
					max={MAX_WRITES}
					onChange={(writes) => change(plan, { writes })}
				/>
				<NumberInput
					label="Given back"
					unit="pages an interval"
					value={workload.drops}
					min={0}
					max={MAX_DROPS}
					onChange={(drops) => change(plan, { drops })}
				/>
				<NumberInput
					label="Intervals"
					value={workload.intervals}
					min={1}
					max={MAX_INTERVALS}
					onChange={(intervals) => change(plan, { intervals })}
				/>
				<NumberInput label="Seed" value={workload.seed} min={0} max={2 ** 31 - 1} onChange={(seed) => change(plan, { seed })} />
			</div>
			<SecondField plan={plan} />
			<details className={styles["details"]}>
				<summary>Pace of migration and snapshot</summary>
				<div className={styles["fields"]}>
					<NumberInput
						label="Migration sends"
						unit="pages an interval"
						value={migration.pagesPerInterval}
						min={1}
						max={MAX_PAGES}
						onChange={(pagesPerInterval) => setPlan({ ...plan, migration: { ...migration, pagesPerInterval } })}
					/>
					<NumberInput
						label="Pause allows"
						unit="pages"
						value={migration.pausePages}
						min={0}
						max={MAX_PAGES}
						onChange={(pausePages) => setPlan({ ...plan, migration: { ...migration, pausePages } })}
					/>
					<NumberInput
						label="Snapshot saves"
						unit="pages an interval"
						value={snapshot.pagesPerInterval}
						min={1}
						max={MAX_PAGES}
						onChange={(pagesPerInterval) => setPlan({ ...plan, snapshot: { ...snapshot, pagesPerInterval } })}
					/>
					<NumberInput
						label="Its buffer"
						unit="pages"
						value={snapshot.bufferPages}
						min={1}
						max={MAX_PAGES}
						onChange={(bufferPages) => setPlan({ ...plan, snapshot: { ...snapshot, bufferPages } })}
					/>
				</div>
			</details>
		</section>
	);
}

import { useState } from "react";
import type { LabRun } from "../../state/lab.ts";
import { openInterval } from "../../state/lab_scenario.ts";
import type { MigrationResult } from "../../trackers/lab/migration.ts";
import { TRAITS } from "../../trackers/lab/tracker.ts";
import { MACHINE_PAGES } from "../../trackers/lab/workload.ts";
import controls from "../app/controls.module.css";
import { SelectInput } from "../app/fields.tsx";
import { closeOverlay } from "../app/overlay.ts";
import { PressButton } from "../app/press_button.tsx";
import styles from "./lab.module.css";
import { type Row, WideTable } from "./result_tables.tsx";
import { bytesText, countText, memoryText, pageText } from "./words.ts";

function MigrationRow({ name, result }: { readonly name: string; readonly result: MigrationResult }) {
	const { rounds, converged, rest } = result;
	const sent = rounds.reduce((sum, round) => sum + round.sent, 0);
	return (
		<tr>
			<th scope="row">{name}</th>
			<td>{converged ? "yes" : "no: writers would have to be held"}</td>
			<td>{rounds.length}</td>
			<td>{memoryText(sent)}</td>
			<td>{memoryText(rest)}</td>
		</tr>
	);
}

/** Rounds of a live migration, by what one report makes the sender send. */
export function Migration({ migration }: { readonly migration: NonNullable<LabRun["migration"]> }) {
	return (
		<WideTable label="Live migration">
			<thead>
				<tr>
					<th scope="col">reports of</th>
					<th scope="col">converges</th>
					<th scope="col">rounds</th>
					<th scope="col">sent</th>
					<th scope="col">left for the pause</th>
				</tr>
			</thead>
			<tbody>
				<MigrationRow name="4 KiB (KVM, userfaultfd by pages)" result={migration.page} />
				<MigrationRow name="what one entry maps (soft-dirty, userfaultfd by 2 MiB)" result={migration.mapping} />
			</tbody>
		</WideTable>
	);
}

/** What a snapshot held beyond the program's memory. */
export function SnapshotWords({ snapshot, plan }: { readonly snapshot: NonNullable<LabRun["snapshot"]>; readonly plan: LabRun["plan"] }) {
	return (
		<p className={styles["note"]}>
			A forked child held at most <b>{bytesText(snapshot.peakFork)}</b> more, page tables included. A userfaultfd thread held{" "}
			<b>{bytesText(snapshot.peakUnbounded)}</b> without a bound, and <b>{bytesText(snapshot.peakBounded)}</b> with one of{" "}
			{memoryText(plan.snapshot.bufferPages)}: {countText(snapshot.heldWrites)} writes waited for room.
		</p>
	);
}

/** An interval of a small run, entry by entry in the explorer; where pages were missed, at the first one that a checkpoint would restore stale. */
export function OpenInterval({
	run,
	rows,
	interval,
}: {
	readonly run: LabRun;
	readonly rows: readonly Row[];
	readonly interval: number | null;
}) {
	const driven = rows.filter(({ tracker }) => TRAITS[tracker].drivenBy === "page tables");
	const [chosen, setChosen] = useState<string>("soft-dirty");
	const [problem, setProblem] = useState<string | null>(null);
	const row = driven.find(({ tracker }) => tracker === chosen) ?? driven[0];
	if (row === undefined) return null;
	const results = run.intervals[row.tracker] ?? [];
	// Of all intervals together, the first in which something was lost, or the last.
	const lossy = results.findIndex(({ missed }) => missed > 0);
	const at = interval ?? (lossy >= 0 ? lossy : results.length - 1);
	const { missed = 0, missedPages = [] } = results[at] ?? {};
	const small = run.plan.workload.pages <= MACHINE_PAGES;
	const open = async () => {
		setProblem(null);
		try {
			if (await openInterval(run.plan, row.tracker, at, missedPages[0] ?? null)) closeOverlay();
			else setProblem("This run has too many steps for the explorer: ask for fewer writes.");
		} catch (error) {
			setProblem(error instanceof Error ? error.message : String(error));
		}
	};
	return (
		<div className={styles["open"]}>
			<SelectInput label="Look at it entry by entry" value={row.tracker} onChange={setChosen}>
				{driven.map(({ tracker }) => (
					<option key={tracker} value={tracker}>
						{TRAITS[tracker].name}
					</option>
				))}
			</SelectInput>
			<PressButton className={controls["button"] ?? ""} onPress={() => void open()} isDisabled={!small}>
				Open interval {at + 1} in the explorer
			</PressButton>
			<p className={styles["note"]}>
				{!small && "Up to 64 MiB the explorer can show it. "}
				{missed === 0
					? "A checkpoint made from this interval's report would restore every page as it was."
					: `After interval ${at + 1}, ${countText(missed)} ${missed === 1 ? "page" : "pages"} of a restored checkpoint would be stale: `}
				{missed > 0 && <StalePages pages={missedPages} missed={missed} />}
			</p>
			{problem !== null && (
				<p role="alert" className={styles["problem"]}>
					{problem}
				</p>
			)}
		</div>
	);
}

const SHOWN = 12;

function StalePages({ pages, missed }: { readonly pages: readonly number[]; readonly missed: number }) {
	return (
		<span className="mono">
			{pages.slice(0, SHOWN).map(pageText).join(", ")}
			{missed > SHOWN ? ", …" : ""}
		</span>
	);
}

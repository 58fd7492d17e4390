import { useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { type BranchRow, branchRows } from "../../layout/branch_rows.ts";
import { editHistory } from "../../state/edit_history.ts";
import { deleteBranch, MAX_BRANCH_NAME, nameBranch, switchBranch } from "../../state/edits.ts";
import { setNotice } from "../../state/stage.ts";
import controls from "../app/controls.module.css";
import { PressButton } from "../app/press_button.tsx";
import { useStage } from "../app/use_stage.ts";
import styles from "./branch_strip.module.css";

/** Units of the picture's width; it is stretched to the room that there is. */
const WIDE = 100;
const ROW = 24;

/** The branches under the timeline: a row each, drawn from where it leaves the one that it came from to its last step. */
export function BranchStrip() {
	const tree = useStore(editHistory, (state) => state.tree);
	const head = useStore(editHistory, (state) => state.head);
	const step = useStage(({ cursor }) => cursor.step);
	const rows = useMemo(() => branchRows(tree, head), [tree, head]);
	const longest = Math.max(1, ...rows.map(({ steps }) => steps));
	const [naming, setNaming] = useState<number | null>(null);
	return (
		<section className={styles.strip} aria-label="Branches">
			<ul className={styles.list}>
				{rows.map((row, at) => (
					<li key={row.id} className={styles.row}>
						<Drawn rows={rows} at={at} longest={longest} step={step} />
						{naming === row.id ? (
							<Name row={row} onDone={() => setNaming(null)} />
						) : (
							<PressButton
								className={styles.branch ?? ""}
								aria-current={row.here === null ? undefined : true}
								aria-label={spoken(rows, at)}
								onPress={() => switchBranch(row.id)}
							>
								<span className={styles.mark} aria-hidden="true">
									{row.here === null ? "○" : "●"}
								</span>
								<span className={styles.words}>{row.words}</span>
								<span className={styles.count}>{countWords(row)}</span>
							</PressButton>
						)}
						{row.here !== null && naming === null && (
							<span className={styles.tools}>
								<PressButton className={controls["button"] ?? ""} onPress={() => setNaming(row.id)}>
									Name
								</PressButton>
								{row.canDelete && (
									<PressButton
										className={controls["button"] ?? ""}
										onPress={() => {
											deleteBranch(row.id);
											setNotice(`The branch “${row.words}” is deleted. Undo brings it back.`);
										}}
									>
										Delete
									</PressButton>
								)}
							</span>
						)}
					</li>
				))}
			</ul>
		</section>
	);
}

interface DrawnProps {
	readonly rows: readonly BranchRow[];
	readonly at: number;
	readonly longest: number;
	readonly step: number;
}

/** The piece of the tree that lies in one row: its rail, the bend to its parent, and what only passes through to rows below. */
function Drawn({ rows, at, longest, step }: DrawnProps) {
	const row = rows[at];
	if (row === undefined) return null;
	const x = (steps: number) => 2 + (steps / longest) * (WIDE - 4);
	const middle = ROW / 2;
	const bends = rows.filter((other, i) => i > at && other.parent >= 0 && other.parent <= at);
	return (
		<svg className={styles.rails} viewBox={`0 0 ${WIDE} ${ROW}`} preserveAspectRatio="none" aria-hidden="true">
			{bends.map((other) => (
				<path key={other.id} d={`M${x(other.from)} ${other.parent === at ? middle : 0}V${ROW}`} />
			))}
			{row.parent >= 0 && <path d={`M${x(row.from)} 0V${middle}`} />}
			<path className={row.here === null ? "" : styles.current} d={`M${x(row.from)} ${middle}H${x(row.steps)}`} />
			{row.here !== null && <path className={styles.cursor} d={`M${x(Math.min(step, row.here))} 3V${ROW - 3}`} />}
		</svg>
	);
}

function Name({ row, onDone }: { readonly row: BranchRow; readonly onDone: () => void }) {
	const [text, setText] = useState(row.isNamed ? row.words : "");
	const done = useRef(false);
	const end = (keep: boolean) => {
		if (done.current) return;
		done.current = true;
		if (keep) nameBranch(row.id, text);
		onDone();
	};
	return (
		<input
			className={styles.name}
			aria-label={`Name of the branch “${row.words}”; Enter keeps it, Escape does not`}
			placeholder={row.words}
			maxLength={MAX_BRANCH_NAME}
			value={text}
			ref={(input) => input?.focus()}
			onChange={(event) => setText(event.currentTarget.value)}
			onKeyDown={(event) => {
				if (event.key === "Enter") end(true);
				if (event.key === "Escape") end(false);
			}}
			onBlur={() => end(true)}
		/>
	);
}

function countWords({ steps, here }: BranchRow): string {
	return here === null || here === steps ? `${steps}` : `${here}/${steps}`;
}

function spoken(rows: readonly BranchRow[], at: number): string {
	const row = rows[at];
	if (row === undefined) return "";
	const above = rows[row.parent];
	const from = above === undefined ? "" : `, leaves “${above.words}” after step ${row.from}`;
	const here = row.here === null ? "" : row.here === row.steps ? "" : `, shown up to step ${row.here}`;
	return `${row.words}, ${row.steps} steps${from}${here}`;
}

import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { derivedId } from "../../sim/kernels/derive.ts";
import { KERNELS, kernelById } from "../../sim/kernels/kernels.ts";
import { checkerStore, kernelAtHand, loadMatrix, openSteps } from "../../state/checker.ts";
import { track } from "../../state/idle.ts";
import type { MatrixCell, MatrixLineView } from "../../worker/check_protocol.ts";
import { closeOverlay } from "../app/overlay.ts";
import styles from "./check.module.css";
import { FATES } from "./fates.ts";
import { KernelField } from "./kernel_field.tsx";

const BITS = ["soft-dirty", "uffd-wp", "dirty", "write", "accessed", "exclusive"] as const;

/** What each operation does to each bit on a kernel, and where another one differs. */
export function MatrixPanel() {
	const [kernel, setKernel] = useState(() => {
		const { base, flips } = kernelAtHand();
		return kernelById(base) === undefined ? "4.6.2" : derivedId(base, flips);
	});
	const [other, setOther] = useState("");
	const [only, setOnly] = useState(false);
	const matrices = useStore(checkerStore, (state) => state.matrices);
	const problem = useStore(checkerStore, (state) => state.problem);
	useEffect(() => {
		void track(loadMatrix(kernel));
		if (other !== "") void track(loadMatrix(other));
	}, [kernel, other]);
	const lines = matrices.get(kernel);
	const laid = other === "" ? undefined : matrices.get(other);
	return (
		<>
			<div className={styles["form"]}>
				<KernelField label="Kernel" value={kernel} onChange={setKernel} />
				<div className={styles["row"]}>
					<label>
						Laid over it{" "}
						<select className={styles["select"]} value={other} onChange={(event) => setOther(event.target.value)}>
							<option value="">nothing</option>
							{KERNELS.map(({ id }) => (
								<option key={id} value={id}>
									{id}
								</option>
							))}
						</select>
					</label>
					<label>
						<input type="checkbox" checked={only} onChange={(event) => setOnly(event.target.checked)} />{" "}
						{other === "" ? "only where a bit is lost" : "only where they differ"}
					</label>
				</div>
				<Legend />
			</div>
			{problem !== null && (
				<p role="alert" className={styles["problem"]}>
					{problem}
				</p>
			)}
			<p role="status" className={styles["status"]}>
				{lines === undefined || (other !== "" && laid === undefined) ? "Running the machine…" : ""}
			</p>
			{lines !== undefined && <Table kernel={kernel} lines={lines} other={other} laid={laid} only={only} />}
		</>
	);
}

function Legend() {
	return (
		<dl className={styles["legend"]}>
			{Object.entries(FATES).map(([fate, { letter, shape, about }]) => (
				<div key={fate}>
					<dt data-fate={fate} className={styles["mark"]}>
						{shape !== letter && <span aria-hidden="true">{shape} </span>}
						{letter}
					</dt>
					<dd>{about}</dd>
				</div>
			))}
			<div>
				<dt className={styles["mark"]}>+S</dt>
				<dd>and set where it was clear</dd>
			</div>
		</dl>
	);
}

interface TableProps {
	readonly kernel: string;
	readonly lines: readonly MatrixLineView[];
	readonly other: string;
	readonly laid: readonly MatrixLineView[] | undefined;
	readonly only: boolean;
}

function Table({ kernel, lines, other, laid, only }: TableProps) {
	const twin = (line: MatrixLineView) => laid?.find(({ operation, form }) => operation === line.operation && form === line.form);
	const shown = lines.filter(
		(line) => !only || line.cells.some((cell, at) => worthwhile(cell, laid === undefined ? null : twin(line)?.cells[at])),
	);
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be scrollable by keyboard
		<section className={styles["scroll"]} aria-label="Preservation of bits" tabIndex={0}>
			<table className={styles["matrix"]}>
				<caption className="heard">
					What {kernel} {other === "" ? "" : `(first) and ${other} (second) `}do to each bit
				</caption>
				<thead>
					<tr>
						<th scope="col">operation</th>
						<th scope="col">entry</th>
						{BITS.map((bit) => (
							<th key={bit} scope="col">
								{bit}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{shown.map((line) => (
						<tr key={`${line.operation} ${line.form}`}>
							<th scope="row" title={line.about}>
								{line.operation}
							</th>
							<td>{line.form}</td>
							{line.cells.map((cell, at) => (
								<Cell key={cell.bit} kernel={kernel} cell={cell} other={other} laid={laid === undefined ? null : twin(line)?.cells[at]} />
							))}
						</tr>
					))}
				</tbody>
			</table>
			{shown.length === 0 && <p>Nothing.</p>}
		</section>
	);
}

function worthwhile(cell: MatrixCell, laid: MatrixCell | null | undefined): boolean {
	return laid === null ? cell.fate === "lost" : differs(cell, laid);
}

function differs(cell: MatrixCell, laid: MatrixCell | undefined): boolean {
	return laid === undefined || laid.fate !== cell.fate || laid.alsoSet !== cell.alsoSet;
}

interface CellProps {
	readonly kernel: string;
	readonly cell: MatrixCell;
	readonly other: string;
	/** null: nothing is laid over. */
	readonly laid: MatrixCell | null | undefined;
}

function Cell({ kernel, cell, other, laid }: CellProps) {
	const different = laid !== null && differs(cell, laid);
	return (
		<td data-different={different || undefined}>
			<Mark kernel={kernel} cell={cell} />
			{different && laid !== undefined && <Mark kernel={other} cell={laid} />}
			{different && laid === undefined && <span>not there</span>}
		</td>
	);
}

function Mark({ kernel, cell }: { readonly kernel: string; readonly cell: MatrixCell }) {
	const { letter, shape, name } = FATES[cell.fate];
	const also = cell.alsoSet ? "+S" : "";
	if (cell.script.length === 0) {
		return (
			<span data-fate={cell.fate} className={styles["mark"]}>
				<span aria-hidden="true">{letter}</span>
				<span className="heard">{name}</span>
			</span>
		);
	}
	const said = `${cell.bit} ${name}${cell.alsoSet ? ", and set where it was clear" : ""}: open it on ${kernel}`;
	const open = () => {
		openSteps(kernel, cell.script, -1);
		closeOverlay();
	};
	return (
		<button type="button" data-fate={cell.fate} className={styles["mark"]} title={said} aria-label={said} onClick={open}>
			{shape} {letter}
			{also}
		</button>
	);
}

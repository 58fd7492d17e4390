/** VM_SOFTDIRTY or the entry's bit: what pagemap bit 55 is made of. */

import { memo } from "react";
import styles from "./reported_line.module.css";
import type { Reported } from "./reported_model.ts";

export const ReportedLine = memo(function ReportedLine({ reported }: { readonly reported: Reported }) {
	const { vma, entry, entryName, value, why } = reported;
	return (
		<div className={styles["reported"]}>
			<p className={styles["formula"]} aria-hidden="true">
				<Term name="VMA sd" value={vma} />
				<span>or</span>
				<Term name={entryName} value={entry} />
				<span>=</span>
				<Term name="bit 55" value={value} />
			</p>
			<p>{why}</p>
		</div>
	);
});

function Term({ name, value }: { readonly name: string; readonly value: boolean | null }) {
	return (
		<span className={styles["term"]} data-on={value === true || undefined}>
			{name} <b>{value === null ? "?" : value ? "1" : "0"}</b>
		</span>
	);
}

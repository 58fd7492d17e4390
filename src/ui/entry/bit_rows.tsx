/** One row for each named bit; a row opens to say what the bit means. */

import { memo } from "react";
import type { Subject } from "../../history/inquiry.ts";
import { bitsOf } from "../../sim/arch/bit_field.ts";
import type { BitRow } from "./bit_row.ts";
import styles from "./bit_rows.module.css";
import { BlameLink } from "./blame_link.tsx";
import { BlameStory } from "./blame_story.tsx";
import { Explained } from "./explained.tsx";

interface BitRowsProps {
	/** What the bits are of, for screen readers: `Bits of the PTE`. */
	readonly label: string;
	readonly rows: readonly BitRow[];
	readonly subject: Subject;
}

export const BitRows = memo(function BitRows({ label, rows, subject }: BitRowsProps) {
	const main = rows.filter((row) => row.main);
	const rest = rows.filter((row) => !row.main);
	return (
		<div className={styles["rows"]}>
			<RowList label={label} rows={main} subject={subject} />
			{rest.length === 0 ? null : (
				<details className={styles["more"]}>
					<summary>
						{rest.length} more {rest.length === 1 ? "bit" : "bits"}
						<span>, {restWords(rest)}</span>
					</summary>
					<RowList label={`${label}, the rest`} rows={rest} subject={subject} />
				</details>
			)}
		</div>
	);
});

function RowList({ label, rows, subject }: BitRowsProps) {
	return (
		<ul aria-label={label}>
			{rows.map((row) => (
				<OneRow key={row.field.key} row={row} subject={subject} />
			))}
		</ul>
	);
}

const OneRow = memo(function OneRow({ row, subject }: { readonly row: BitRow; readonly subject: Subject }) {
	return (
		<li className={styles["row"]} data-bad={row.bad || undefined} data-changed={row.was !== null || undefined}>
			<Explained
				meaning={row.field.meaning}
				symbol={row.field.symbol}
				more={() => row.field.role === "bit" && <BlameStory subject={subject} bitKey={row.field.key} />}
			>
				<Row row={row} />
			</Explained>
			{row.field.role === "bit" && (
				<BlameLink subject={subject} bitKey={row.field.key} name={row.field.name} short={row.note !== "" || row.movedFrom !== null} />
			)}
		</li>
	);
});

function Row({ row }: { readonly row: BitRow }) {
	const { field, value, was, movedFrom, note } = row;
	const from = movedFrom === null ? "" : ` in ${movedFrom}`;
	return (
		<span className={styles["columns"]}>
			<span
				className={styles["swatch"]}
				data-colour={field.colour}
				data-on={field.value === 1n || field.role === "number" || undefined}
				aria-hidden="true"
			/>
			<span className={styles["name"]}>{field.name}</span>
			<span className={styles["bits"]}>
				{field.hi === field.lo ? null : <span className="heard">bits </span>}
				{field.hi === field.lo ? bitsOf(field) : `${field.hi}–${field.lo}`}
			</span>
			<span>
				<b className={styles["value"]}>{value}</b>
				{was === null ? null : <span className={styles["was"]}> was {was + from}</span>}
				{was === null && movedFrom !== null ? <span className={styles["note"]}> kept from {movedFrom}</span> : null}
				{note === "" ? null : <span className={styles["note"]}> {note}</span>}
			</span>
		</span>
	);
}

function restWords(rest: readonly BitRow[]): string {
	const set = rest.filter(({ field }) => field.value === 1n).map(({ field }) => field.name);
	if (set.length === 0) return "all 0";
	return `of which set: ${set.join(", ")}`;
}

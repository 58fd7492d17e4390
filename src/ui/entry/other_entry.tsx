/** The same page somewhere else: on another kernel, in a recording, on another branch. */
import type { ReactNode } from "react";
import { type EntryDescription, levelName } from "../../sim/arch/x86_64_fields.ts";
import { differences } from "./difference.ts";
import styles from "./other_entry.module.css";
import { hexText } from "./word_digits.ts";

export interface OtherEntry {
	/** Who holds it: `6.1`. */
	readonly title: string;
	readonly entry: EntryDescription;
	/** Whether both kernels keep the exclusive bit, so that it can be compared. */
	readonly exclusive: boolean;
	/** Where the two parted, when that is known. */
	readonly note?: ReactNode;
}

export function OtherEntryBox({ entry, other }: { readonly entry: EntryDescription; readonly other: OtherEntry }) {
	const facts = differences(entry, other.entry, other.exclusive);
	return (
		<div className={styles["other"]}>
			<b>{other.title} holds</b> <code>{hexText(other.entry)}</code> ({levelName(other.entry.level)}):{" "}
			{facts.length === 0 ? "the same." : null}
			{facts.length === 0 ? null : (
				<>
					differs in{" "}
					{facts.map(({ name, colour }, i) => (
						<span key={name}>
							{i === 0 ? "" : i === facts.length - 1 ? " and " : ", "}
							<b data-colour={colour}>{name}</b>
						</span>
					))}
					{facts.length === 1 ? " only." : "."}
				</>
			)}
			{other.note === undefined ? null : <div className={styles["note"]}>{other.note}</div>}
		</div>
	);
}

/** Flags as words on one line, which opens to what they mean. */
import { useState } from "react";
import type { Subject } from "../../history/inquiry.ts";
import { BlameStory } from "./blame_story.tsx";
import facts from "./facts.module.css";
import styles from "./flags.module.css";

export interface Flag {
	/** `dirty`, `sd`. */
	readonly name: string;
	/** `PG_dirty`; may be empty. */
	readonly symbol: string;
	readonly meaning: string;
	/** What this step did to it; a cleared flag is listed once more. */
	readonly change: "set" | "cleared" | null;
}

interface FlagsProps {
	readonly label: string;
	readonly flags: readonly Flag[];
	readonly subject: Subject;
}

export function Flags({ label, flags, subject }: FlagsProps) {
	const [open, setOpen] = useState(false);
	if (flags.length === 0) return null;
	return (
		<details className={styles["flags"]} onToggle={(event) => setOpen(event.currentTarget.open)}>
			<summary>
				<span className={styles["label"]}>flags</span>
				<span className={styles["words"]}>
					{flags.map(({ name, symbol, change }) => (
						<span key={name} data-gone={change === "cleared" || undefined}>
							<b>{symbol.startsWith("VM_") ? `${name} ${symbol}` : name}</b>
							{change === null ? null : <span className={facts["change"]}> {change} in this step</span>}
						</span>
					))}
				</span>
			</summary>
			<dl aria-label={label}>
				{flags.map(({ name, symbol, meaning }) => (
					<div key={name}>
						<dt>
							{name} {symbol === "" ? null : <code>{symbol}</code>}
						</dt>
						<dd>
							{meaning}
							{open && <BlameStory subject={subject} bitKey={name} />}
						</dd>
					</div>
				))}
			</dl>
		</details>
	);
}

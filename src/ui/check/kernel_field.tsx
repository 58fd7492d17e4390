import { useState } from "react";
import { derivedId, partsOfId } from "../../sim/kernels/derive.ts";
import { DIFFERENCES } from "../../sim/kernels/difference_table.ts";
import { KERNELS } from "../../sim/kernels/kernels.ts";
import styles from "./check.module.css";

interface Props {
	readonly label: string;
	/** Id of a kernel, derived or not. */
	readonly value: string;
	readonly onChange: (id: string) => void;
}

/** A kernel, and what of it is to be different. */
export function KernelField({ label, value, onChange }: Props) {
	const { base, flips } = partsOfId(value);
	return (
		<div className={styles["field"]}>
			<label>
				{label}{" "}
				<select className={styles["select"]} value={base} onChange={(event) => onChange(derivedId(event.target.value, flips))}>
					{KERNELS.map(({ id, released }) => (
						<option key={id} value={id}>
							{id} ({released})
						</option>
					))}
				</select>
			</label>
			<Derive base={base} flips={flips} onChange={(next) => onChange(derivedId(base, next))} />
		</div>
	);
}

interface DeriveProps {
	readonly base: string;
	readonly flips: readonly string[];
	readonly onChange: (flips: readonly string[]) => void;
}

function Derive({ base, flips, onChange }: DeriveProps) {
	const [words, setWords] = useState("");
	const kernel = KERNELS.find(({ id }) => id === base);
	if (kernel === undefined) return null;
	const wanted = words.toLowerCase().split(/\s+/);
	const shown = DIFFERENCES.filter(({ field, about, fixed }) => {
		const text = `${field} ${about}`.toLowerCase();
		return fixed !== true && (flips.includes(field) || wanted.every((word) => text.includes(word)));
	});
	return (
		<details className={styles["derive"]}>
			<summary>{flips.length === 0 ? "Derive a kernel: flip what it does" : `${flips.length} flipped: ${flips.join(", ")}`}</summary>
			<label className={styles["search"]}>
				Find a difference <input type="search" value={words} maxLength={80} onChange={(event) => setWords(event.target.value)} />
			</label>
			<ul className={styles["differences"]}>
				{shown.map(({ field, about, commit }) => (
					<li key={field}>
						<label>
							<input
								type="checkbox"
								checked={flips.includes(field)}
								onChange={(event) => onChange(event.target.checked ? [...flips, field] : flips.filter((other) => other !== field))}
							/>{" "}
							<span>
								<code>{field}</code>: {about} On {base}: <b>{valueWords(kernel[field])}</b>
								{commit !== undefined && <span className="heard"> (commit {commit})</span>}
							</span>
						</label>
					</li>
				))}
			</ul>
			{shown.length === 0 && <p>No difference has these words.</p>}
		</details>
	);
}

function valueWords(value: unknown): string {
	return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

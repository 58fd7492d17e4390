import { useId } from "react";
import type { CheckLimits } from "../../worker/check_protocol.ts";
import styles from "./check.module.css";

interface Limit {
	readonly name: keyof CheckLimits;
	readonly label: string;
	readonly least: number;
	readonly most: number;
	readonly usual: number;
}

/** Where an exploration may be made to stop. So many states take about 2 GB; more than an hour is the command line's. */
const LIMITS: readonly Limit[] = [
	{ name: "depth", label: "Steps", least: 1, most: 100, usual: 5 },
	{ name: "states", label: "Distinct states", least: 100, most: 20_000_000, usual: 5_000_000 },
	{ name: "seconds", label: "Seconds", least: 1, most: 3600, usual: 600 },
];

/** What stands in the fields, which need not be numbers. */
export type LimitDrafts = Readonly<Record<keyof CheckLimits, string>>;

const drafted = (limits: readonly Limit[]): LimitDrafts => {
	const drafts = { depth: "", states: "", seconds: "" };
	for (const { name, usual } of limits) drafts[name] = String(usual);
	return drafts;
};

export const DRAFTED_LIMITS = drafted(LIMITS);

function numberOf({ least, most }: Limit, draft: string): number | null {
	const number = Number(draft);
	return draft.trim() !== "" && Number.isInteger(number) && number >= least && number <= most ? number : null;
}

/** The limits as numbers; null while one of them is none, or out of bounds. */
export function readLimits(drafts: LimitDrafts): CheckLimits | null {
	const read = { depth: 0, states: 0, seconds: 0 };
	for (const limit of LIMITS) {
		const number = numberOf(limit, drafts[limit.name]);
		if (number === null) return null;
		read[limit.name] = number;
	}
	return read;
}

interface Props {
	readonly drafts: LimitDrafts;
	readonly onChange: (drafts: LimitDrafts) => void;
}

export function LimitsField({ drafts, onChange }: Props) {
	const id = useId();
	const wrong = LIMITS.filter((limit) => numberOf(limit, drafts[limit.name]) === null);
	return (
		<fieldset className={styles["group"]}>
			<legend>Where to stop, at the latest</legend>
			<div className={styles["row"]}>
				{LIMITS.map(({ name, label, least, most }) => {
					const bad = wrong.some((limit) => limit.name === name);
					return (
						<label key={name}>
							{label}{" "}
							<input
								type="number"
								inputMode="numeric"
								className={styles["number"]}
								min={least}
								max={most}
								value={drafts[name]}
								aria-invalid={bad}
								aria-describedby={bad ? `${id}-${name}` : undefined}
								onChange={({ target }) => onChange({ ...drafts, [name]: target.value })}
							/>
						</label>
					);
				})}
			</div>
			{wrong.map(({ name, label, least, most }) => (
				<p key={name} id={`${id}-${name}`} role="alert" className={styles["wrong"]}>
					{label}: expected a whole number from {least.toLocaleString("en-US")} to {most.toLocaleString("en-US")}.
				</p>
			))}
		</fieldset>
	);
}

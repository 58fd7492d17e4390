import type { CheckLimits } from "../../worker/check_protocol.ts";
import { NumberInput } from "../app/fields.tsx";
import styles from "./check.module.css";

interface Limit {
	readonly name: keyof CheckLimits;
	readonly label: string;
	readonly min: number;
	readonly max: number;
}

/** Where an exploration may be made to stop; beyond, it is a matter for the command line. */
const LIMITS: readonly Limit[] = [
	{ name: "depth", label: "Steps", min: 1, max: 100 },
	{ name: "states", label: "Distinct states", min: 100, max: 20_000_000 },
	{ name: "seconds", label: "Seconds", min: 1, max: 3600 },
];

export const USUAL_LIMITS: CheckLimits = { depth: 5, states: 5_000_000, seconds: 600 };

/** Whether an exploration can be begun with these. */
export function canStopAt(limits: CheckLimits): boolean {
	return LIMITS.every(({ name, min, max }) => Number.isInteger(limits[name]) && limits[name] >= min && limits[name] <= max);
}

interface Props {
	readonly limits: CheckLimits;
	readonly onChange: (limits: CheckLimits) => void;
}

export function LimitsField({ limits, onChange }: Props) {
	return (
		<fieldset className={styles["group"]}>
			<legend>Where to stop, at the latest</legend>
			<div className={styles["limits"]}>
				{LIMITS.map(({ name, ...field }) => (
					<NumberInput key={name} {...field} value={limits[name]} onChange={(value) => onChange({ ...limits, [name]: value })} />
				))}
			</div>
		</fieldset>
	);
}

/** Form fields, the browser's own, with a label each. */
import { type ReactNode, useId, useState } from "react";
import styles from "./fields.module.css";

interface NumberProps {
	readonly label: string;
	readonly value: number;
	readonly min: number;
	readonly max: number;
	readonly step?: number | "any";
	readonly unit?: string;
	readonly onChange: (value: number) => void;
}

/** A number that is passed on whenever it can be read; out of bounds it is marked, and what is allowed is said. */
export function NumberInput({ label, value, min, max, step = 1, unit, onChange }: NumberProps) {
	const id = useId();
	const [typed, setTyped] = useState<string | null>(null);
	const text = typed ?? String(value);
	const read = Number(text);
	const whole = step === 1;
	const wrong = text.trim() === "" || Number.isNaN(read) || read < min || read > max || (whole && !Number.isInteger(read));
	return (
		<div className={styles["field"]}>
			<label htmlFor={id}>
				{label}
				{unit !== undefined && <span className={styles["unit"]}> ({unit})</span>}
			</label>
			<input
				id={id}
				type="number"
				inputMode="decimal"
				min={min}
				max={max}
				step={step}
				value={text}
				aria-invalid={wrong}
				aria-describedby={wrong ? `${id}-wrong` : undefined}
				onChange={({ target }) => {
					setTyped(target.value);
					const next = Number(target.value);
					if (target.value.trim() !== "" && !Number.isNaN(next)) onChange(next);
				}}
				onBlur={() => setTyped(null)}
			/>
			{wrong && (
				<span id={`${id}-wrong`} className={styles["wrong"]}>
					{whole ? "a whole number " : ""}from {min.toLocaleString("en-US")} to {max.toLocaleString("en-US")}
				</span>
			)}
		</div>
	);
}

interface SelectProps {
	readonly label: string;
	readonly value: string;
	readonly onChange: (value: string) => void;
	/** `option`s. */
	readonly children: ReactNode;
}

export function SelectInput({ label, value, onChange, children }: SelectProps) {
	const id = useId();
	return (
		<div className={styles["field"]}>
			<label htmlFor={id}>{label}</label>
			<select id={id} value={value} onChange={({ target }) => onChange(target.value)}>
				{children}
			</select>
		</div>
	);
}

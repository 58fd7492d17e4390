/** The controls of the step form: platform selects, inputs and checkboxes, which phones and screen readers know best. */
import { useId } from "react";
import styles from "./step_form.module.css";

export interface Option {
	readonly value: string;
	readonly label: string;
}

interface ChoiceProps {
	readonly label: string;
	readonly value: string;
	readonly options: readonly Option[];
	readonly isWide?: boolean;
	readonly onChange: (value: string) => void;
}

/** One of a few. A value that is not among them is shown too, so that what was typed stays. */
export function Choice({ label, value, options, isWide = false, onChange }: ChoiceProps) {
	const id = useId();
	const known = options.some((option) => option.value === value);
	return (
		<div className={styles.field} data-wide={isWide || undefined}>
			<label htmlFor={id}>{label}</label>
			<select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
				{!known && <option value={value}>{value === "" ? "choose…" : value}</option>}
				{options.map((option) => (
					<option key={option.value} value={option.value}>
						{option.label}
					</option>
				))}
			</select>
		</div>
	);
}

interface EntryProps {
	readonly label: string;
	/** What an answer looks like. */
	readonly hint: string;
	readonly value: string;
	readonly onChange: (value: string) => void;
}

export function Entry({ label, hint, value, onChange }: EntryProps) {
	const id = useId();
	return (
		<div className={styles.field}>
			<label htmlFor={id}>{label}</label>
			<input
				id={id}
				value={value}
				placeholder={hint}
				autoComplete="off"
				autoCapitalize="off"
				spellCheck={false}
				onChange={(event) => onChange(event.target.value)}
			/>
		</div>
	);
}

interface CheckProps {
	readonly label: string;
	readonly isOn: boolean;
	readonly onChange: (isOn: boolean) => void;
}

export function Check({ label, isOn, onChange }: CheckProps) {
	return (
		<label className={styles.check}>
			<input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
			{label}
		</label>
	);
}

interface ChecksProps {
	readonly label: string;
	readonly words: readonly string[];
	readonly about: Readonly<Record<string, string>>;
	/** The chosen words, joined by blanks. */
	readonly value: string;
	readonly onChange: (value: string) => void;
}

/** Any of a few words, kept in the order of `words`. */
export function Checks({ label, words, about, value, onChange }: ChecksProps) {
	const chosen = value.split(" ").filter((word) => word !== "");
	return (
		<fieldset className={styles.checks}>
			<legend>{label}</legend>
			{words.map((word) => (
				<Check
					key={word}
					label={about[word] === undefined ? word : `${word} – ${about[word]}`}
					isOn={chosen.includes(word)}
					onChange={(isOn) => onChange(words.filter((one) => (one === word ? isOn : chosen.includes(one))).join(" "))}
				/>
			))}
		</fieldset>
	);
}

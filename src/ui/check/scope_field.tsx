import { useId } from "react";
import { MOVES, type Move, PRESETS, type Scope } from "../../check/scope.ts";
import styles from "./check.module.css";

interface ScopeProps {
	readonly scope: Scope;
	readonly onChange: (scope: Scope) => void;
}

/** Which operations are tried, by how many processes, on how much memory. */
export function ScopeField({ scope, onChange }: ScopeProps) {
	const preset = Object.keys(PRESETS).find((name) => PRESETS[name]?.moves === scope.moves) ?? "";
	const toggle = (move: Move, on: boolean) => {
		onChange({ ...scope, moves: MOVES.filter((other) => (other === move ? on : scope.moves.includes(other))) });
	};
	return (
		<fieldset className={styles["group"]}>
			<legend>What may be done</legend>
			<div className={styles["row"]}>
				<label>
					Set{" "}
					<select
						className={styles["select"]}
						value={preset}
						onChange={(event) => {
							const next = PRESETS[event.target.value];
							if (next !== undefined) onChange(next);
						}}
					>
						{Object.keys(PRESETS).map((name) => (
							<option key={name} value={name}>
								{name}
							</option>
						))}
						{preset === "" && <option value="">chosen by hand</option>}
					</select>
				</label>
				<NumberField
					label="Processes"
					value={scope.processes}
					least={1}
					most={3}
					onChange={(processes) => onChange({ ...scope, processes })}
				/>
				<NumberField label="Huge pages" value={scope.huge} least={1} most={2} onChange={(huge) => onChange({ ...scope, huge })} />
				<label>
					Subpages each{" "}
					<select
						className={styles["select"]}
						value={scope.bits}
						onChange={(event) => onChange({ ...scope, bits: event.target.value === "2" ? 2 : 1 })}
					>
						<option value={1}>2</option>
						<option value={2}>4</option>
					</select>
				</label>
			</div>
			<details className={styles["derive"]}>
				<summary>{scope.moves.length} operations</summary>
				<div className={styles["checks"]}>
					{MOVES.map((move) => (
						<label key={move}>
							<input type="checkbox" checked={scope.moves.includes(move)} onChange={(event) => toggle(move, event.target.checked)} />{" "}
							{move.replaceAll("_", " ")}
						</label>
					))}
				</div>
			</details>
		</fieldset>
	);
}

interface NumberProps {
	readonly label: string;
	readonly value: number;
	readonly least: number;
	readonly most: number;
	readonly onChange: (value: number) => void;
}

function NumberField({ label, value, least, most, onChange }: NumberProps) {
	const id = useId();
	const all = Array.from({ length: most - least + 1 }, (_, i) => least + i);
	return (
		<label htmlFor={id}>
			{label}{" "}
			<select id={id} className={styles["select"]} value={value} onChange={(event) => onChange(Number(event.target.value))}>
				{all.map((number) => (
					<option key={number} value={number}>
						{number}
					</option>
				))}
			</select>
		</label>
	);
}

import { type FormEvent, useId, useState } from "react";
import { useStore } from "zustand";
import { parsePredicate } from "../../check/predicate/parse.ts";
import { COUNTS, COUNTS_NAME, PROPERTIES, USUAL_PROPERTIES } from "../../check/properties.ts";
import { DEFAULT_SCOPE, MOVES, type Move, PRESETS, type Scope } from "../../check/scope.ts";
import { derivedId } from "../../sim/kernels/derive.ts";
import { kernelById } from "../../sim/kernels/kernels.ts";
import { cancelCheck, checkerStore, kernelAtHand, pauseCheck, resumeCheck, shrinkScenario, startCheck } from "../../state/checker.ts";
import { track } from "../../state/idle.ts";
import { stage } from "../../state/stage.ts";
import controls from "../app/controls.module.css";
import { closeOverlay } from "../app/overlay.ts";
import { PressButton } from "../app/press_button.tsx";
import styles from "./check.module.css";
import { Findings } from "./findings.tsx";
import { KernelField } from "./kernel_field.tsx";
import { OwnProperty } from "./own_property.tsx";
import { Progress } from "./progress.tsx";

function firstKernel(): string {
	const { base, flips } = kernelAtHand();
	return kernelById(base) === undefined ? "4.6.2" : derivedId(base, flips);
}

/** Tries everything that a scope allows, and lists the ways to break a property. */
export function ExplorePanel() {
	const status = useStore(checkerStore, (state) => state.status);
	const problem = useStore(checkerStore, (state) => state.problem);
	const [kernel, setKernel] = useState(firstKernel);
	const [scope, setScope] = useState<Scope>(DEFAULT_SCOPE);
	const [properties, setProperties] = useState<readonly string[]>(USUAL_PROPERTIES);
	const [own, setOwn] = useState("");
	const [depth, setDepth] = useState(5);
	const busy = status === "running" || status === "paused";
	const start = (event: FormEvent) => {
		event.preventDefault();
		void track(startCheck({ kernel, scope, properties, own, depth, states: 5_000_000 }));
	};
	return (
		<>
			<form className={styles["form"]} onSubmit={start}>
				<KernelField label="Kernel" value={kernel} onChange={setKernel} />
				<ScopeField scope={scope} onChange={setScope} depth={depth} onDepth={setDepth} />
				<PropertyField chosen={properties} onChange={setProperties} />
				<OwnProperty value={own} onChange={setOwn} />
				<div className={styles["actions"]}>
					<button type="submit" className={`${controls["button"]} ${controls["strong"]}`} disabled={busy || !readable(own)}>
						Explore
					</button>
					{status === "paused" ? (
						<PressButton className={controls["button"] ?? ""} onPress={() => void track(resumeCheck())}>
							Go on
						</PressButton>
					) : (
						<PressButton className={controls["button"] ?? ""} isDisabled={!busy} onPress={pauseCheck}>
							Pause
						</PressButton>
					)}
					<PressButton className={controls["button"] ?? ""} isDisabled={!busy} onPress={cancelCheck}>
						Cancel
					</PressButton>
					<Shrink />
				</div>
			</form>
			{problem !== null && (
				<p role="alert" className={styles["problem"]}>
					{problem}
				</p>
			)}
			<Progress />
			<Findings />
		</>
	);
}

function readable(own: string): boolean {
	return own.trim() === "" || parsePredicate(own).ok;
}

function Shrink() {
	const shrinking = useStore(checkerStore, (state) => state.shrinking);
	const lines = useStore(stage, (state) => state.scenario.lines.length);
	const shrink = async () => {
		if (await shrinkScenario()) closeOverlay();
	};
	return (
		<PressButton className={controls["button"] ?? ""} isDisabled={shrinking || lines === 0} onPress={() => void track(shrink())}>
			{shrinking ? "Shrinking…" : "Shrink the open scenario"}
		</PressButton>
	);
}

interface ScopeProps {
	readonly scope: Scope;
	readonly onChange: (scope: Scope) => void;
	readonly depth: number;
	readonly onDepth: (depth: number) => void;
}

function ScopeField({ scope, onChange, depth, onDepth }: ScopeProps) {
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
				<NumberField label="Steps at most" value={depth} least={1} most={12} onChange={onDepth} />
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

interface PropertyProps {
	readonly chosen: readonly string[];
	readonly onChange: (ids: readonly string[]) => void;
}

const CHOICES = [...PROPERTIES.map(({ id, name }) => ({ id, name })), { id: COUNTS, name: COUNTS_NAME }];

function PropertyField({ chosen, onChange }: PropertyProps) {
	return (
		<fieldset className={styles["group"]}>
			<legend>What must hold</legend>
			<div className={styles["checks"]}>
				{CHOICES.map(({ id, name }) => (
					<label key={id}>
						<input
							type="checkbox"
							checked={chosen.includes(id)}
							onChange={(event) => onChange(event.target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))}
						/>{" "}
						{name}
					</label>
				))}
			</div>
		</fieldset>
	);
}

import { type FormEvent, useState } from "react";
import { useStore } from "zustand";
import { parsePredicate } from "../../check/predicate/parse.ts";
import { COUNTS, COUNTS_NAME, PROPERTIES, USUAL_PROPERTIES } from "../../check/properties.ts";
import { DEFAULT_SCOPE, type Scope } from "../../check/scope.ts";
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
import { canStopAt, LimitsField, USUAL_LIMITS } from "./limits_field.tsx";
import { OwnProperty } from "./own_property.tsx";
import { Progress } from "./progress.tsx";
import { ScopeField } from "./scope_field.tsx";

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
	const [limits, setLimits] = useState(USUAL_LIMITS);
	const busy = status === "running" || status === "paused";
	const start = (event: FormEvent) => {
		event.preventDefault();
		void track(startCheck({ kernel, scope, properties, own, ...limits }));
	};
	return (
		<>
			<form className={styles["form"]} onSubmit={start}>
				<KernelField label="Kernel" value={kernel} onChange={setKernel} />
				<ScopeField scope={scope} onChange={setScope} />
				<PropertyField chosen={properties} onChange={setProperties} />
				<OwnProperty value={own} onChange={setOwn} />
				<LimitsField limits={limits} onChange={setLimits} />
				<div className={styles["actions"]}>
					<button
						type="submit"
						className={`${controls["button"]} ${controls["strong"]}`}
						disabled={busy || !readable(own) || !canStopAt(limits)}
					>
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

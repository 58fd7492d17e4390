/** The Scenario panel on the stage. */
import { useStore } from "zustand";
import { goTo, stepBack, stepForward } from "../../state/cursor.ts";
import { editHistory } from "../../state/edit_history.ts";
import { addLine, editLine, moveLine, redoEdit, removeLine, setText, toggleLine, undoEdit } from "../../state/edits.ts";
import { microBack, microForward } from "../../state/inside.ts";
import { openScenario, originalLines } from "../../state/open.ts";
import { textOfLines } from "../../state/scenario_lines.ts";
import { useLateStage, useStage } from "../app/use_stage.ts";
import { ScriptView } from "./script_view.tsx";

export function ScriptPanel() {
	const scenario = useStage((state) => state.scenario);
	const film = useStage((state) => state.film);
	const cursor = useLateStage((state) => state.cursor);
	const agreement = useStage((state) => state.agreement);
	const loading = useStage((state) => state.loading);
	const kernel = useStage((state) => state.kernel);
	const kernels = useStage((state) => state.kernels);
	const source = useStage((state) => state.source);
	const canUndo = useStore(editHistory, (history) => history.past.length > 0);
	const canRedo = useStore(editHistory, (history) => history.future.length > 0);
	return (
		<ScriptView
			scenarioKey={scenario.name}
			name={scenario.name}
			edited={scenario.edited}
			lines={scenario.lines}
			film={film}
			cursor={cursor}
			agreement={agreement}
			kernel={kernel}
			kernels={kernels}
			source={source}
			// Until the first scenario is there; later ones keep the old one on the screen, which stays editable.
			isReadOnly={loading && film === null && scenario.lines.length === 0}
			isBusy={loading}
			canUndo={canUndo}
			canRedo={canRedo}
			onJump={(at) => goTo({ step: at + 1, micro: 0 })}
			onStep={step}
			onAdd={addLine}
			onEdit={editLine}
			onRemove={removeLine}
			onMove={moveLine}
			onToggle={toggleLine}
			onText={setText}
			onUndo={undoEdit}
			onRedo={redoEdit}
			onRestore={restore}
			onNew={begin}
		/>
	);
}

function restore(): void {
	setText(textOfLines(originalLines()));
}

function begin(): void {
	openScenario("", { lines: [] });
}

function step(by: 1 | -1, grain: "step" | "micro"): void {
	if (grain === "step") (by > 0 ? stepForward : stepBack)();
	else (by > 0 ? microForward : microBack)();
}

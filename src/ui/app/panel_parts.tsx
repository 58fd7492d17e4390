import { useContext } from "react";
import { EntryPanel } from "../entry/entry_panel.tsx";
import { ScriptPanel } from "../script/script_panel.tsx";
import { StagePicture } from "../tree/stage_picture.tsx";
import { ErrorBoundary } from "./error_boundary.tsx";
import { LateStageContext, StageContext } from "./use_stage.ts";

/** What happened. */
export function Script() {
	return (
		<ErrorBoundary part="The scenario panel">
			<ScriptPanel />
		</ErrorBoundary>
	);
}

/** Where. */
export function Tables() {
	return (
		<ErrorBoundary part="The picture">
			<StagePicture />
		</ErrorBoundary>
	);
}

/** What exactly; a frame after the tables. */
export function Entry() {
	return (
		<ErrorBoundary part="The entry panel">
			<StageContext value={useContext(LateStageContext)}>
				<EntryPanel />
			</StageContext>
		</ErrorBoundary>
	);
}

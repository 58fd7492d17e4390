import { setSource } from "../../state/open.ts";
import type { Source } from "../../state/stage.ts";
import controls from "./controls.module.css";
import { Segments } from "./segments.tsx";
import { useStage } from "./use_stage.ts";

const SOURCES: readonly { readonly id: Source; readonly label: string }[] = [
	{ id: "recording", label: "recorded" },
	{ id: "model", label: "modelled" },
];

/** What the real kernel did, or what the machine does. */
export function SourceSwitch() {
	const source = useStage((state) => state.source);
	const choice = useStage((state) => state.kernels.find(({ id }) => id === state.kernel));
	const can = { recording: choice?.recorded ?? false, model: choice?.modelled ?? false };
	return (
		<Segments
			label="Where the steps come from"
			segments={SOURCES.map((each) => ({ ...each, isDisabled: !can[each.id] }))}
			chosen={source}
			groupClass={controls["segments"]}
			segmentClass={controls["segment"]}
			onChoose={setSource}
		/>
	);
}

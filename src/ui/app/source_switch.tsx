import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { setSource } from "../../state/open.ts";
import type { Source } from "../../state/stage.ts";
import controls from "./controls.module.css";
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
		<ToggleButtonGroup
			className={controls["segments"] ?? ""}
			aria-label="Where the steps come from"
			selectionMode="single"
			disallowEmptySelection
			selectedKeys={[source]}
			onSelectionChange={(keys) => {
				const [next] = keys;
				if ((next === "recording" || next === "model") && next !== source) setSource(next);
			}}
		>
			{SOURCES.map(({ id, label }) => (
				<ToggleButton key={id} id={id} className={controls["segment"] ?? ""} isDisabled={!can[id]}>
					{label}
				</ToggleButton>
			))}
		</ToggleButtonGroup>
	);
}

import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, Text } from "react-aria-components";
import { kernelPair } from "../../state/first_screen.ts";
import { setKernel } from "../../state/open.ts";
import type { KernelChoice } from "../../state/stage.ts";
import controls from "./controls.module.css";
import styles from "./header.module.css";
import { switchKernelOfPair } from "./shortcuts.ts";
import { useStage } from "./use_stage.ts";

function origin({ recorded, modelled }: KernelChoice): string {
	return [recorded ? "recorded" : "", modelled ? "modelled" : ""].filter(Boolean).join(" · ");
}

/** Which kernel the scenario runs on. */
export function KernelPicker() {
	const kernels = useStage((state) => state.kernels);
	const kernel = useStage((state) => state.kernel);
	return (
		<Select
			className={styles["picker"] ?? ""}
			value={kernel}
			onChange={(id) => {
				if (typeof id === "string") setKernel(id);
			}}
			isDisabled={kernels.length === 0}
		>
			<Label className={styles["pickerLabel"] ?? ""}>kernel</Label>
			<Button className={controls["button"] ?? ""}>
				<SelectValue<KernelChoice>>{({ selectedItem }) => <b>{selectedItem?.id ?? kernel}</b>}</SelectValue>
				<span aria-hidden="true">▾</span>
			</Button>
			<Popover className={controls["popover"] ?? ""}>
				<ListBox items={kernels}>
					{(choice) => (
						<ListBoxItem id={choice.id} textValue={`${choice.id} ${choice.released}`} className={styles["option"] ?? ""}>
							<Text slot="label" className={styles["optionName"] ?? ""}>
								<b>{choice.id}</b> <span className={styles["soft"]}>{choice.released}</span>
								<span className={styles["origin"]}>{origin(choice)}</span>
							</Text>
							<Text slot="description" className={styles["optionAbout"] ?? ""}>
								{choice.about}
							</Text>
						</ListBoxItem>
					)}
				</ListBox>
			</Popover>
		</Select>
	);
}

/** Where a bug was fixed between two kernels: the other one, one click away. */
export function PairSwitch() {
	const name = useStage((state) => state.scenario.name);
	const kernel = useStage((state) => state.kernel);
	const kernels = useStage((state) => state.kernels);
	const pair = kernelPair(name);
	if (pair === null) return null;
	const other = kernel === pair.broken ? pair.fixed : pair.broken;
	if (!kernels.some(({ id }) => id === other)) return null;
	return (
		<Button
			className={controls["button"] ?? ""}
			onPress={switchKernelOfPair}
			aria-keyshortcuts="f"
			aria-label={`Kernel ${other}, ${other === pair.fixed ? "with the fix" : "with the bug"}`}
		>
			<span aria-hidden="true">⇄</span> {other}{" "}
			<span className={`${styles["soft"]} ${styles["wordy"]}`}>{other === pair.fixed ? "with the fix" : "with the bug"}</span>
		</Button>
	);
}

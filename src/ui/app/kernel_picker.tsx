import { useRef, useState } from "react";
import { kernelPair } from "../../state/first_screen.ts";
import { setKernel } from "../../state/open.ts";
import controls from "./controls.module.css";
import styles from "./header.module.css";
import type { KernelListProps } from "./kernel_list.tsx";
import { makePart, usePart } from "./part.ts";
import { PressButton } from "./press_button.tsx";
import { switchKernelOfPair } from "./shortcuts.ts";
import { useStage } from "./use_stage.ts";

const KERNEL_LIST = makePart<KernelListProps>(async () => (await import("./kernel_list.tsx")).KernelList);

/** Which kernel the scenario runs on; the list is fetched when it is first opened. */
export function KernelPicker() {
	const kernels = useStage((state) => state.kernels);
	const kernel = useStage((state) => state.kernel);
	const [open, setOpen] = useState(false);
	const button = useRef<HTMLButtonElement>(null);
	const KernelList = usePart(KERNEL_LIST, open);
	return (
		<span className={styles["picker"]}>
			<span className={styles["pickerLabel"]} aria-hidden="true">
				kernel
			</span>
			<PressButton
				ref={button}
				className={controls["button"] ?? ""}
				isDisabled={kernels.length === 0}
				onPress={() => setOpen(true)}
				aria-label={`${kernel} kernel`}
				aria-haspopup="listbox"
				aria-expanded={open}
			>
				<b>{kernel}</b>
				<span aria-hidden="true">▾</span>
			</PressButton>
			{KernelList !== null && (
				<KernelList kernels={kernels} kernel={kernel} trigger={button} onChoose={setKernel} onClose={() => setOpen(false)} />
			)}
		</span>
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
	const what = other === pair.fixed ? "with the fix" : "with the bug";
	return (
		<PressButton
			className={controls["button"] ?? ""}
			onPress={switchKernelOfPair}
			aria-keyshortcuts="f"
			aria-label={`${other} ${what}: switch to it`}
		>
			<span aria-hidden="true">→</span> {other} <span className={`${styles["soft"]} ${styles["wordy"]}`}>{what}</span>
		</PressButton>
	);
}

import { useRef } from "react";
import { useStore } from "zustand";
import { branchName } from "../../layout/branch_rows.ts";
import { compareWithBranch, compareWithKernel, compareWithStep, setCompare } from "../../state/compare.ts";
import { editHistory } from "../../state/edit_history.ts";
import type { CompareListProps } from "../compare/compare_list.tsx";
import controls from "./controls.module.css";
import styles from "./header.module.css";
import { closeOverlay, openOverlay, overlay } from "./overlay.ts";
import { makePart, usePart } from "./part.ts";
import { PressButton } from "./press_button.tsx";
import { useStage } from "./use_stage.ts";

const COMPARE_LIST = makePart<CompareListProps>(async () => (await import("../compare/compare_list.tsx")).CompareList);

/** What the stage is compared with; the list is fetched when it is first opened. */
export function ComparePicker() {
	const compare = useStage((state) => state.compare);
	const tree = useStore(editHistory, (state) => state.tree);
	const film = useStage((state) => state.film);
	const open = useStore(overlay, (state) => state.open === "compare");
	const button = useRef<HTMLButtonElement>(null);
	const CompareList = usePart(COMPARE_LIST, open);
	const chosen =
		compare === null
			? ""
			: compare.kind === "kernel"
				? compare.kernel
				: compare.kind === "step"
					? `step ${compare.step}`
					: branchName(tree, compare.branch);
	return (
		<span className={styles["picker"]}>
			<PressButton
				ref={button}
				className={controls["button"] ?? ""}
				isDisabled={film === null}
				onPress={() => openOverlay("compare")}
				aria-label={chosen === "" ? "Compare" : `Compared with ${chosen}`}
				aria-keyshortcuts="c"
				aria-haspopup="listbox"
				aria-expanded={open}
			>
				<span aria-hidden="true">⇄</span> {chosen === "" ? "compare" : <b>{chosen}</b>}
				<span aria-hidden="true">▾</span>
			</PressButton>
			{CompareList !== null && (
				<CompareList
					trigger={button}
					onKernel={compareWithKernel}
					onBranch={compareWithBranch}
					onStep={compareWithStep}
					onNone={() => setCompare(null)}
					onClose={closeOverlay}
				/>
			)}
		</span>
	);
}

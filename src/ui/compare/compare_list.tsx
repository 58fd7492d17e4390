import type { RefObject } from "react";
import { ListBox, ListBoxItem, Popover, Text } from "react-aria-components";
import { useStore } from "zustand";
import { type BranchRow, branchRows } from "../../layout/branch_rows.ts";
import { editHistory } from "../../state/edit_history.ts";
import type { CompareTarget, Source, StageState } from "../../state/stage.ts";
import controls from "../app/controls.module.css";
import styles from "../app/header.module.css";
import { useStage } from "../app/use_stage.ts";

export interface CompareListProps {
	readonly trigger: RefObject<HTMLElement | null>;
	readonly onKernel: (kernel: string, source: Source) => void;
	readonly onBranch: (branch: number) => void;
	/** Compares every step with the one after which the cursor stands. */
	readonly onStep: (step: number) => void;
	readonly onNone: () => void;
	readonly onClose: () => void;
}

interface Choice {
	readonly id: string;
	readonly name: string;
	readonly released: string;
	readonly about: string;
	readonly choose: () => void;
}

/** What to compare with: another kernel, the same one from its other source, or this moment of this run. */
export function CompareList(props: CompareListProps) {
	const compare = useStage((state) => state.compare);
	const kernels = useStage((state) => state.kernels);
	const kernel = useStage((state) => state.kernel);
	const source = useStage((state) => state.source);
	const step = useStage((state) => state.cursor.step);
	const tree = useStore(editHistory, (state) => state.tree);
	const head = useStore(editHistory, (state) => state.head);
	const branches = branchRows(tree, head).filter(({ here }) => here === null);
	const choices = choicesOf({ compare, kernels, kernel, source }, step, branches, props);
	return (
		<Popover className={controls["popover"] ?? ""} triggerRef={props.trigger} isOpen placement="bottom end" onOpenChange={props.onClose}>
			<ListBox
				items={choices}
				aria-label="Compare with"
				autoFocus={compare === null ? "first" : true}
				selectionMode="single"
				selectedKeys={compare === null ? [] : [keyOf(compare)]}
				onSelectionChange={(keys) => {
					const [id] = keys;
					choices.find((choice) => choice.id === id)?.choose();
					props.onClose();
				}}
			>
				{(choice) => (
					<ListBoxItem id={choice.id} textValue={choice.name} className={styles["option"] ?? ""}>
						<Text slot="label" className={styles["optionName"] ?? ""}>
							<b>{choice.name}</b> <span className={styles["soft"]}>{choice.released}</span>
						</Text>
						<Text slot="description" className={styles["optionAbout"] ?? ""}>
							{choice.about}
						</Text>
					</ListBoxItem>
				)}
			</ListBox>
		</Popover>
	);
}

function keyOf(compare: CompareTarget): string {
	if (compare.kind === "kernel") return `${compare.source} ${compare.kernel}`;
	return compare.kind === "branch" ? `branch ${compare.branch}` : "step";
}

function choicesOf(
	{ compare, kernels, kernel, source }: Pick<StageState, "compare" | "kernels" | "kernel" | "source">,
	step: number,
	branches: readonly BranchRow[],
	{ onKernel, onBranch, onStep, onNone }: CompareListProps,
): readonly Choice[] {
	const choices: Choice[] = [];
	if (compare !== null) choices.push({ id: "none", name: "no comparison", released: "", about: "Show one side again.", choose: onNone });
	for (const { id, released, about, recorded, modelled } of kernels) {
		const other: Source = source === "recording" ? "model" : "recording";
		if (id !== kernel) choices.push({ id: `${source} ${id}`, name: id, released, about, choose: () => onKernel(id, source) });
		else if (recorded && modelled) {
			const name = `${id} ${other === "model" ? "modelled" : "recorded"}`;
			const told = "The same kernel from its other source: where the model and the real kernel part, if they do.";
			choices.push({ id: `${other} ${id}`, name, released, about: told, choose: () => onKernel(id, other) });
		}
	}
	for (const { id, words } of branches) {
		const about = "Another branch of this scenario, on this kernel, as modelled.";
		choices.push({ id: `branch ${id}`, name: words, released: "branch", about, choose: () => onBranch(id) });
	}
	choices.push({
		id: "step",
		name: step === 0 ? "the start of this run" : `this run after step ${step}`,
		released: "",
		about: "Keeps the present moment and compares every other step with it.",
		choose: () => onStep(step),
	});
	return choices;
}

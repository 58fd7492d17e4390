import type { RefObject } from "react";
import { ListBox, ListBoxItem, Popover, Text } from "react-aria-components";
import type { KernelChoice } from "../../state/stage.ts";
import controls from "./controls.module.css";
import styles from "./header.module.css";

function origin({ recorded, modelled }: KernelChoice): string {
	return [recorded ? "recorded" : "", modelled ? "modelled" : ""].filter(Boolean).join(" · ");
}

export interface KernelListProps {
	readonly kernels: readonly KernelChoice[];
	readonly kernel: string;
	readonly trigger: RefObject<HTMLElement | null>;
	readonly onChoose: (id: string) => void;
	readonly onClose: () => void;
}

/** The kernels to choose from, with their year and what each stands for. */
export function KernelList({ kernels, kernel, trigger, onChoose, onClose }: KernelListProps) {
	return (
		<Popover className={controls["popover"] ?? ""} triggerRef={trigger} isOpen placement="bottom end" onOpenChange={onClose}>
			<ListBox
				items={kernels}
				aria-label="Kernels"
				autoFocus
				selectionMode="single"
				selectedKeys={[kernel]}
				onSelectionChange={(keys) => {
					// Empty when the present kernel is chosen again: that only closes the list.
					const [id] = keys;
					if (typeof id === "string") onChoose(id);
					onClose();
				}}
			>
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
	);
}

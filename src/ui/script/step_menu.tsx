/** The one menu of all steps, opened at the button of the step that it is about. */
import { useRef } from "react";
import { Keyboard, Menu, MenuItem, Popover, Separator, Text } from "react-aria-components";
import type { ScriptRow } from "./rows.ts";
import styles from "./step_menu.module.css";

export type StepCommand = "edit" | "form" | "toggle" | "before" | "after" | "duplicate" | "up" | "down" | "remove";

interface StepMenuProps {
	readonly row: ScriptRow;
	readonly count: number;
	readonly anchor: Element;
	readonly onCommand: (command: StepCommand) => void;
	readonly onClose: () => void;
}

export function StepMenu({ row, count, anchor, onCommand, onClose }: StepMenuProps) {
	const anchorRef = useRef<Element>(anchor);
	anchorRef.current = anchor;
	const disabled = [...(row.at === 0 ? ["up"] : []), ...(row.at === count - 1 ? ["down"] : [])];
	return (
		<Popover
			triggerRef={anchorRef}
			isOpen
			onOpenChange={(isOpen) => !isOpen && onClose()}
			placement="bottom end"
			className={styles.popover ?? ""}
		>
			<Menu
				aria-label={`Actions for step ${row.at + 1}`}
				autoFocus="first"
				className={styles.menu ?? ""}
				disabledKeys={disabled}
				onAction={(key) => onCommand(key as StepCommand)}
				onClose={onClose}
			>
				<Item id="edit" label="Edit the line" keys="F2" />
				<Item id="form" label="Edit in a form…" />
				<Item id="toggle" label={row.line.enabled ? "Switch off" : "Switch on"} keys="Ctrl /" />
				<Separator className={styles.line ?? ""} />
				<Item id="before" label="Insert a step before" />
				<Item id="after" label="Insert a step after" />
				<Item id="duplicate" label="Duplicate" keys="Alt Shift ↓" />
				<Separator className={styles.line ?? ""} />
				<Item id="up" label="Move up" keys="Alt ↑" />
				<Item id="down" label="Move down" keys="Alt ↓" />
				<Separator className={styles.line ?? ""} />
				<Item id="remove" label="Delete" keys="Del" />
			</Menu>
		</Popover>
	);
}

function Item({ id, label, keys }: { readonly id: StepCommand; readonly label: string; readonly keys?: string }) {
	return (
		<MenuItem id={id} textValue={label} className={styles.item ?? ""}>
			<Text slot="label">{label}</Text>
			{keys !== undefined && <Keyboard className={styles.keys ?? ""}>{keys}</Keyboard>}
		</MenuItem>
	);
}

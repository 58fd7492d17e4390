import type { ReactNode } from "react";
import { Button, Tooltip, TooltipTrigger } from "react-aria-components";
import styles from "./controls.module.css";

interface Props {
	/** What it does: read to people, and shown in the tooltip. */
	readonly label: string;
	/** Its key, for the tooltip. */
	readonly keys?: readonly string[];
	readonly onPress: () => void;
	readonly isDisabled?: boolean;
	readonly strong?: boolean;
	readonly children: ReactNode;
}

/** A square button with an icon; its words are in the tooltip. */
export function IconButton({ label, keys = [], onPress, isDisabled = false, strong = false, children }: Props) {
	const look = [styles["button"], styles["icon"], strong ? styles["strong"] : ""].join(" ");
	return (
		<TooltipTrigger delay={500} closeDelay={0}>
			<Button aria-label={label} className={look} onPress={onPress} isDisabled={isDisabled}>
				{children}
			</Button>
			<Tooltip className={styles["tooltip"] ?? ""} offset={6}>
				{label}
				{keys.map((key) => (
					<kbd key={key}>{key}</kbd>
				))}
			</Tooltip>
		</TooltipTrigger>
	);
}

import { type RefObject, useMemo } from "react";
import { Tooltip, TooltipTriggerStateContext } from "react-aria-components";
import styles from "./controls.module.css";

export interface IconTipProps {
	readonly label: string;
	readonly keys: readonly string[];
	readonly trigger: RefObject<HTMLElement | null>;
	readonly onClose: () => void;
}

/** The words and the keys of an icon, beside it. */
export function IconTip({ label, keys, trigger, onClose }: IconTipProps) {
	// The tooltip asks this context, and not its own properties, whether it is open.
	const state = useMemo(() => ({ isOpen: true, shouldSkipAnimation: true, open: () => {}, close: onClose }), [onClose]);
	return (
		<TooltipTriggerStateContext.Provider value={state}>
			<Tooltip className={styles["tooltip"] ?? ""} triggerRef={trigger} offset={6}>
				{label}
				{keys.map((key) => (
					<kbd key={key}>{key}</kbd>
				))}
			</Tooltip>
		</TooltipTriggerStateContext.Provider>
	);
}

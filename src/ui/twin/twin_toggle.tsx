import { TextAlignStart } from "lucide-react";
import { memo } from "react";
import { ToggleButton } from "react-aria-components";
import styles from "./text_twin.module.css";

export interface TwinToggleProps {
	readonly text: boolean;
	readonly onText: (text: boolean) => void;
}

/** Turns the picture into text and back. */
export const TwinToggle = memo(function TwinToggle({ text, onText }: TwinToggleProps) {
	return (
		<ToggleButton className={styles.toggle ?? ""} isSelected={text} onChange={onText}>
			<TextAlignStart aria-hidden size={14} />
			Text
		</ToggleButton>
	);
});

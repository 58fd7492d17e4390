import { TextAlignStart } from "lucide-react";
import { memo } from "react";
import { PressButton } from "../app/press_button.tsx";
import styles from "./text_twin.module.css";

export interface TwinToggleProps {
	readonly text: boolean;
	readonly onText: (text: boolean) => void;
}

/** Turns the picture into text and back. */
export const TwinToggle = memo(function TwinToggle({ text, onText }: TwinToggleProps) {
	return (
		<PressButton className={styles.toggle} aria-pressed={text} onPress={() => onText(!text)}>
			<TextAlignStart aria-hidden size={14} />
			Text
		</PressButton>
	);
});

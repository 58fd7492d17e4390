import { memo } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { LENS_TONES, LENSES, type Lens } from "../../layout/lens.ts";
import styles from "./lens_picker.module.css";

export interface LensPickerProps {
	readonly lens: Lens;
	readonly onLens: (lens: Lens) => void;
}

/** Chooses what the cells show. Arrow keys move between lenses; the chosen one wears its bit's colour. */
export const LensPicker = memo(function LensPicker({ lens, onLens }: LensPickerProps) {
	return (
		<div className={styles.picker}>
			<span className={styles.label}>Lens</span>
			<ToggleButtonGroup
				className={styles.group ?? ""}
				aria-label="Lens: what the cells show"
				selectionMode="single"
				disallowEmptySelection
				selectedKeys={[lens]}
				onSelectionChange={(keys) => {
					const chosen = LENSES.find((name) => keys.has(name));
					if (chosen !== undefined) onLens(chosen);
				}}
			>
				{LENSES.map((name) => (
					<ToggleButton key={name} id={name} className={styles.lens ?? ""} data-tone={LENS_TONES[name]}>
						{name}
					</ToggleButton>
				))}
			</ToggleButtonGroup>
		</div>
	);
});

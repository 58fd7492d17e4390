import { memo } from "react";
import { LENS_TONES, LENSES, type Lens } from "../../layout/lens.ts";
import { Segments } from "../app/segments.tsx";
import styles from "./lens_picker.module.css";

export interface LensPickerProps {
	readonly lens: Lens;
	readonly onLens: (lens: Lens) => void;
}

const SEGMENTS = LENSES.map((name) => ({ id: name, label: name, tone: LENS_TONES[name] }));

/** Chooses what the cells show. Arrow keys choose the next one; the chosen one wears its bit's colour. */
export const LensPicker = memo(function LensPicker({ lens, onLens }: LensPickerProps) {
	return (
		<div className={styles.picker}>
			<span className={styles.label}>Lens</span>
			<Segments
				label="Lens: what the cells show"
				segments={SEGMENTS}
				chosen={lens}
				groupClass={styles.group}
				segmentClass={styles.lens}
				onChoose={onLens}
			/>
		</div>
	);
});

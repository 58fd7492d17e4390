import { type ReactNode, useMemo, useState } from "react";
import { useStore } from "zustand";
import { differingStretches } from "../../layout/differing.ts";
import { comparison } from "../../state/compare.ts";
import { setLens } from "../../state/selection.ts";
import controls from "../app/controls.module.css";
import { Segments } from "../app/segments.tsx";
import { useStage } from "../app/use_stage.ts";
import { useWide } from "../app/use_wide.ts";
import { LensPicker } from "../legend/lens_picker.tsx";
import styles from "./compare.module.css";
import { CompareBar } from "./compare_bar.tsx";
import { OtherPicture } from "./other_picture.tsx";

export interface ComparePartProps {
	/** The picture of the stage. */
	readonly children: ReactNode;
}

/** The picture of the stage with the other side beside it, or in its place where there is no room for both. */
export function ComparePart({ children }: ComparePartProps) {
	const wide = useWide();
	const [shown, setShown] = useState<"here" | "there">("here");
	// One by one: the steps and the reason come later, and must not draw the pictures again.
	const title = useStore(comparison, (state) => state.title);
	const film = useStore(comparison, (state) => state.film);
	const at = useStore(comparison, (state) => state.at);
	const otherMoment = useStore(comparison, (state) => state.otherMoment);
	const otherPrevious = useStore(comparison, (state) => state.otherPrevious);
	const difference = useStore(comparison, (state) => state.difference);
	const moment = useStage((state) => state.moment);
	const kernel = useStage((state) => state.kernel);
	const lens = useStage((state) => state.lens);
	const other = film !== null && otherMoment !== null && at === moment ? { film, moment: otherMoment } : null;
	const stretches = useMemo(
		() => (difference === null || otherMoment === null ? [] : differingStretches(difference.pages, otherMoment.observation)),
		[difference, otherMoment],
	);
	return (
		<div className={styles["room"]}>
			<CompareBar />
			<div className={styles["choices"]}>
				<LensPicker lens={lens} onLens={setLens} />
				{!wide && other !== null && (
					<Segments
						label="Side that is shown"
						segments={[
							{ id: "here", label: kernel },
							{ id: "there", label: title },
						]}
						chosen={shown}
						groupClass={controls["segments"]}
						segmentClass={controls["segment"]}
						onChoose={setShown}
					/>
				)}
			</div>
			<div className={styles["sides"]}>
				{(wide || other === null || shown === "here") && <div className={styles["side"]}>{children}</div>}
				{other !== null && (wide || shown === "there") && (
					<div className={styles["side"]}>
						<OtherPicture title={title} film={other.film} moment={other.moment} previous={otherPrevious} stretches={stretches} />
					</div>
				)}
			</div>
		</div>
	);
}

import type { PageVerdict, Verdict } from "../../history/film.ts";
import { addressWords, countWords } from "../../layout/place.ts";
import { setLens } from "../../state/selection.ts";
import { selectNextOf, type VerdictList } from "../../state/verdict_cycle.ts";
import { PressButton } from "../app/press_button.tsx";
import { useStage } from "../app/use_stage.ts";
import styles from "./verdict.module.css";

interface Props {
	readonly verdict: Verdict;
	/** Pages are named with their process. */
	readonly several: boolean;
	/** Selects the next page of a list. */
	readonly onNext: (list: VerdictList) => void;
	/** Shows what soft-dirty reports. */
	readonly onReported: () => void;
}

function place(page: PageVerdict | undefined, several: boolean): string {
	if (page === undefined) return "";
	const address = addressWords(page.region, page.page);
	return several ? `${page.process}: ${address}` : address;
}

/** What was written, what soft-dirty says, and where the two part. Each part is a button that goes through its pages. */
export function VerdictStrip({ verdict, several, onNext, onReported }: Props) {
	const { written, reported, missed, spurious, spuriousCount, dropped } = verdict;
	const judged = written.length + reported > 0;
	return (
		<section className={styles["strip"]} aria-label="Verdict on soft-dirty">
			<PressButton
				className={styles["tag"] ?? ""}
				isDisabled={written.length === 0}
				onPress={() => onNext("written")}
				aria-label={`${countWords(written.length, "page")} written since clear_refs${written.length > 0 ? ": select the next one" : ""}`}
			>
				written since clear <b>{written.length}</b>
			</PressButton>
			<PressButton
				className={styles["tag"] ?? ""}
				isDisabled={reported === 0}
				onPress={onReported}
				aria-label={`soft-dirty reports ${countWords(reported, "page")}${reported > 0 ? ": show them" : ""}`}
			>
				reported <b>{reported}</b>
			</PressButton>
			{missed.length > 0 ? (
				<PressButton
					className={`${styles["tag"]} ${styles["bad"]}`}
					onPress={() => onNext("missed")}
					aria-label={`Missed: ${countWords(missed.length, "page")} written but not reported, ${place(missed[0], several)}${
						missed.length > 1 ? " and others" : ""
					}: select the next one`}
				>
					<span aria-hidden="true">⊠</span> MISSED{missed.length > 1 ? ` ${missed.length} ·` : ""}{" "}
					<span className={styles["place"]}>{place(missed[0], several)}</span>
				</PressButton>
			) : (
				judged && <span className={`${styles["tag"]} ${styles["good"]}`}>✓ none missed</span>
			)}
			{spuriousCount > 0 && (
				<PressButton
					className={styles["tag"] ?? ""}
					onPress={() => onNext("spurious")}
					aria-label={`Spurious: ${countWords(spuriousCount, "page")} reported but not written, in ${countWords(spurious.length, "run")}: select the next one`}
				>
					spurious <b>{spuriousCount}</b>
				</PressButton>
			)}
			{dropped.length > 0 && (
				<PressButton
					className={styles["tag"] ?? ""}
					onPress={() => onNext("dropped")}
					aria-label={`Dropped: ${countWords(dropped.length, "page")} written, then dropped by the program itself: select the next one`}
				>
					dropped <b>{dropped.length}</b>
				</PressButton>
			)}
		</section>
	);
}

/** The verdict at the cursor. */
export function StageVerdict() {
	const moment = useStage((state) => state.moment);
	if (moment === null) return null;
	return (
		<VerdictStrip
			verdict={moment.verdict}
			several={moment.observation.processes.length > 1}
			onNext={selectNextOf}
			onReported={() => setLens("soft-dirty")}
		/>
	);
}

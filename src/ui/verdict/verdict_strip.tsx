import type { ReactNode } from "react";
import type { Verdict } from "../../history/film.ts";
import { countWords } from "../../layout/place.ts";
import { setLens } from "../../state/selection.ts";
import { selectNext, selectNextOf, showVerdictOf, type VerdictList } from "../../state/verdict_cycle.ts";
import { PressButton } from "../app/press_button.tsx";
import { useStage } from "../app/use_stage.ts";
import { TrackerName, TrackerVerdictStrip } from "./tracker_verdict.tsx";
import styles from "./verdict.module.css";
import { overtakenWords, placeWords, TRACKER_NAMES } from "./verdict_words.ts";

interface Props {
	readonly verdict: Verdict;
	/** Pages are named with their process. */
	readonly several: boolean;
	/** Selects the next page of a list. */
	readonly onNext: (list: VerdictList) => void;
	/** Shows what soft-dirty reports. */
	readonly onReported: () => void;
	/** Where other trackers stand beside it: its name, as a button. */
	readonly name?: ReactNode;
	/** What a second reader of soft-dirty would not learn, and how to go there. */
	readonly overtaken?: { readonly words: string; readonly onNext: () => void };
}

/** What was written, what soft-dirty says, and where the two part. Each part is a button that goes through its pages. */
export function VerdictStrip({ verdict, several, onNext, onReported, name, overtaken }: Props) {
	const { written, reported, missed, spurious, spuriousCount, dropped } = verdict;
	const judged = written.length + reported > 0;
	return (
		<section className={styles["strip"]} aria-label="Verdict on soft-dirty">
			{name}
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
					aria-label={`Missed: ${countWords(missed.length, "page")} written but not reported, ${placeWords(missed[0], several)}${
						missed.length > 1 ? " and others" : ""
					}: select the next one`}
				>
					<span aria-hidden="true">⊠</span> MISSED{missed.length > 1 ? ` ${missed.length} ·` : ""}{" "}
					<span className={styles["place"]}>{placeWords(missed[0], several)}</span>
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
			{overtaken !== undefined && overtaken.words !== "" && (
				<PressButton className={styles["quiet"] ?? ""} onPress={overtaken.onNext}>
					{overtaken.words}
				</PressButton>
			)}
		</section>
	);
}

/** The verdicts at the cursor, one group a tracker; soft-dirty is always among them. */
export function StageVerdict() {
	const moment = useStage((state) => state.moment);
	const film = useStage((state) => state.film);
	const tracker = useStage((state) => state.tracker);
	const lens = useStage((state) => state.lens);
	if (moment === null) return null;
	const several = moment.observation.processes.length > 1;
	const others = moment.trackers?.verdicts ?? [];
	const overtaken = moment.trackers?.overtaken ?? [];
	const chosen = others.some((verdict) => verdict.tracker === tracker) ? tracker : "soft-dirty";
	const shown = lens === "verdict" ? chosen : null;
	const name = <TrackerName name={TRACKER_NAMES["soft-dirty"]} shown={shown === "soft-dirty"} onShow={() => showVerdictOf("soft-dirty")} />;
	return (
		<>
			<VerdictStrip
				verdict={moment.verdict}
				several={several}
				onNext={selectNextOf}
				onReported={() => setLens("soft-dirty")}
				name={others.length > 0 ? name : null}
				overtaken={{
					words: overtakenWords(overtaken, film?.steps.slice(0, moment.cursor.step) ?? []),
					onNext: () => selectNext(overtaken),
				}}
			/>
			{others.map((verdict) => (
				<TrackerVerdictStrip
					key={verdict.tracker}
					verdict={verdict}
					several={several}
					shown={shown === verdict.tracker}
					onNext={selectNext}
					onShow={() => showVerdictOf(verdict.tracker)}
				/>
			))}
		</>
	);
}

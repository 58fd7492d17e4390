import type { PageVerdict, TrackerVerdict } from "../../history/film.ts";
import { countWords } from "../../layout/place.ts";
import { PressButton } from "../app/press_button.tsx";
import styles from "./verdict.module.css";
import { placeWords, TRACKER_NAMES } from "./verdict_words.ts";

interface Props {
	readonly verdict: TrackerVerdict;
	readonly several: boolean;
	/** The lens shows this verdict. */
	readonly shown: boolean;
	/** Selects the next page of a list. */
	readonly onNext: (list: readonly PageVerdict[]) => void;
	/** Lets the lens show this verdict. */
	readonly onShow: () => void;
}

interface Tag {
	readonly word: string;
	readonly list: readonly PageVerdict[];
	readonly count: number;
	/** For those who hear it: what the number counts. */
	readonly say: string;
	/** Left out when it counts nothing. */
	readonly optional: boolean;
}

function tagsOf(verdict: TrackerVerdict): Tag[] {
	const { written, spurious, spuriousCount, dropped, pending, exposed } = verdict;
	const tag = (word: string, list: readonly PageVerdict[], say: string, count = list.length): Tag => ({
		word,
		list,
		count,
		say,
		optional: true,
	});
	return [
		{ ...tag("written since armed", written, "written since they were armed"), optional: false },
		tag("waiting", pending, "whose writer waits for an answer: not written yet"),
		tag("unprotected", exposed, "armed, but no longer write-protected: the next write will pass without a message"),
		tag("spurious", spurious, "reported but not written", spuriousCount),
		tag("dropped", dropped, "written, then dropped by the program itself"),
	].filter(({ count, optional }) => count > 0 || !optional);
}

/** What one write-protect tracker knows, and where that parts from what was written. */
export function TrackerVerdictStrip({ verdict, several, shown, onNext, onShow }: Props) {
	const { tracker, written, reported, missed } = verdict;
	const name = TRACKER_NAMES[tracker];
	const [first, ...rest] = tagsOf(verdict).map(({ word, list, count, say }) => (
		<PressButton
			key={word}
			className={styles["tag"] ?? ""}
			isDisabled={count === 0}
			onPress={() => onNext(list)}
			aria-label={`${name}: ${countWords(count, "page")} ${say}${count > 0 ? ": select the next one" : ""}`}
		>
			{word} <b>{count}</b>
		</PressButton>
	));
	return (
		<section className={styles["strip"]} aria-label={`Verdict on ${name}`}>
			<TrackerName name={name} shown={shown} onShow={onShow} />
			{first}
			<span className={styles["tag"]}>
				reported <b>{reported}</b>
			</span>
			{missed.length > 0 ? (
				<PressButton
					className={`${styles["tag"]} ${styles["bad"]}`}
					onPress={() => onNext(missed)}
					aria-label={`Missed by ${name}: ${countWords(missed.length, "page")} written but not reported, ${placeWords(missed[0], several)}${
						missed.length > 1 ? " and others" : ""
					}: select the next one`}
				>
					<span aria-hidden="true">⊠</span> MISSED{missed.length > 1 ? ` ${missed.length} ·` : ""}{" "}
					<span className={styles["place"]}>{placeWords(missed[0], several)}</span>
				</PressButton>
			) : (
				written.length + reported > 0 && <span className={`${styles["tag"]} ${styles["good"]}`}>✓ none missed</span>
			)}
			{rest}
		</section>
	);
}

/** Names the tracker of a group, and lets the lens show its verdict. */
export function TrackerName({ name, shown, onShow }: { readonly name: string; readonly shown: boolean; readonly onShow: () => void }) {
	return (
		<PressButton
			className={styles["name"] ?? ""}
			aria-pressed={shown}
			onPress={onShow}
			aria-label={`Show the verdict on ${name} in the cells`}
		>
			{name}
		</PressButton>
	);
}

import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, Pause, Play, StepBack, StepForward } from "lucide-react";
import { memo } from "react";
import { goToEnd, goToStart, stepBack, stepForward } from "../../state/cursor.ts";
import { atEnd, microCount } from "../../state/cursor_math.ts";
import { canSeeInside, microBack, microForward } from "../../state/inside.ts";
import { SPEEDS, setSpeed, togglePlay } from "../../state/playback.ts";
import { IconButton } from "../app/icon_button.tsx";
import { useStage } from "../app/use_stage.ts";
import styles from "./timeline.module.css";

const SIZE = 16;

/** First, back, play, on, last, and speed; micro-steps where the film has them. */
export const Player = memo(function Player() {
	const film = useStage((state) => state.film);
	const playing = useStage((state) => state.playing);
	const speed = useStage((state) => state.speed);
	const start = useStage(({ cursor }) => cursor.step === 0 && cursor.micro === 0);
	const end = useStage(({ film: shown, cursor }) => shown === null || atEnd(shown, cursor));
	const micros = useStage(({ film: shown, cursor }) => shown !== null && microCount(shown, cursor.step) > 0);
	const microsBefore = useStage(
		({ film: shown, cursor }) => shown !== null && (cursor.micro > 0 || microCount(shown, cursor.step - 1) > 0),
	);
	const inside = useStage(canSeeInside);
	const none = film === null || film.steps.length === 0;
	return (
		// biome-ignore lint/a11y/useSemanticElements: a <fieldset> is for forms.
		<div role="group" className={styles["player"]} aria-label="Playback">
			<IconButton label="Before the first step" keys={["Home"]} onPress={goToStart} isDisabled={none || start}>
				<ChevronFirst size={SIZE} aria-hidden="true" />
			</IconButton>
			<IconButton label="Step back" keys={["←"]} onPress={stepBack} isDisabled={none || start}>
				<ChevronLeft size={SIZE} aria-hidden="true" />
			</IconButton>
			{(film?.source === "model" || inside) && (
				<IconButton
					label={inside ? "Micro-step back, as modelled" : "Micro-step back"}
					keys={["Shift", "←"]}
					onPress={microBack}
					isDisabled={inside ? start : !microsBefore}
				>
					<StepBack size={SIZE - 2} aria-hidden="true" />
				</IconButton>
			)}
			<IconButton label={playing ? "Pause" : "Play"} keys={["Space"]} onPress={() => togglePlay()} isDisabled={none} strong>
				{playing ? <Pause size={SIZE} aria-hidden="true" /> : <Play size={SIZE} aria-hidden="true" />}
			</IconButton>
			{(film?.source === "model" || inside) && (
				<IconButton
					label={inside ? "Into the next step, as modelled" : "Micro-step on"}
					keys={["Shift", "→"]}
					onPress={microForward}
					isDisabled={end || !(micros || inside)}
				>
					<StepForward size={SIZE - 2} aria-hidden="true" />
				</IconButton>
			)}
			<IconButton label="Step on" keys={["→"]} onPress={stepForward} isDisabled={none || end}>
				<ChevronRight size={SIZE} aria-hidden="true" />
			</IconButton>
			<IconButton label="After the last step" keys={["End"]} onPress={goToEnd} isDisabled={none || end}>
				<ChevronLast size={SIZE} aria-hidden="true" />
			</IconButton>
			<select
				className={styles["speed"]}
				aria-label="Speed, in steps a second"
				value={speed}
				onChange={(event) => setSpeed(Number(event.currentTarget.value))}
			>
				{SPEEDS.map((each) => (
					<option key={each} value={each}>{`${each}×`}</option>
				))}
			</select>
		</div>
	);
});

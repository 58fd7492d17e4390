import { ChevronLeft, ChevronRight, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { LifeSegment } from "../../history/inquiry.ts";
import { addressWords } from "../../layout/place.ts";
import type { FieldColour } from "../../sim/arch/bit_field.ts";
import { bitName } from "../../sim/arch/present_fields.ts";
import { goTo } from "../../state/cursor.ts";
import { followLife } from "../../state/lives.ts";
import { select } from "../../state/selection.ts";
import type { Watch } from "../../state/stage.ts";
import { toggleWatch } from "../../state/watches.ts";
import { PressButton } from "../app/press_button.tsx";
import { useStage } from "../app/use_stage.ts";
import { cursorAt, type TimelineLayout } from "../timeline/timeline_layout.ts";
import { laneSpans, lifeWords, nextChange, previousChange } from "./lane.ts";
import styles from "./watch.module.css";

export interface WatchLanesProps {
	/** Where the timeline's stations stand. */
	readonly layout: TimelineLayout;
	readonly width: number;
}

const HEIGHT = 12;
const NONE: readonly LifeSegment[] = [];

/** The lives of the watched bits, one lane each, under the stations of the timeline. */
export function WatchLanes({ layout, width }: WatchLanesProps) {
	const watches = useStage((state) => state.watches);
	return (
		<ul className={styles["lanes"]} aria-label="Watched bits">
			{watches.map((watch) => (
				<Lane
					key={`${watch.process} ${watch.region} ${watch.page} ${watch.subject} ${watch.key}`}
					watch={watch}
					layout={layout}
					width={width}
				/>
			))}
		</ul>
	);
}

function Lane({ watch, layout, width }: WatchLanesProps & { readonly watch: Watch }) {
	const film = useStage((state) => state.film);
	const step = useStage((state) => state.cursor.step);
	const [life, setLife] = useState(NONE);
	useEffect(() => (film === null ? undefined : followLife(film, watch, setLife)), [film, watch]);
	const name = watchWords(watch);
	const before = previousChange(life, step);
	const after = nextChange(life, step);
	return (
		<li className={styles["lane"]}>
			<div className={styles["head"]}>
				<PressButton className={styles["name"] ?? ""} onPress={() => select(watch)} title="Select this page">
					{name}
				</PressButton>
				<span className="heard">{`: ${lifeWords(life)}`}</span>
				<PressButton
					className={styles["tool"] ?? ""}
					aria-label={`Previous change of ${name}`}
					isDisabled={before === null}
					onPress={() => before !== null && goTo({ step: before, micro: 0 })}
				>
					<ChevronLeft size={13} aria-hidden="true" />
				</PressButton>
				<PressButton
					className={styles["tool"] ?? ""}
					aria-label={`Next change of ${name}`}
					isDisabled={after === null}
					onPress={() => after !== null && goTo({ step: after, micro: 0 })}
				>
					<ChevronRight size={13} aria-hidden="true" />
				</PressButton>
				<PressButton className={styles["tool"] ?? ""} aria-label={`Stop watching ${name}`} onPress={() => toggleWatch(watch)}>
					<X size={13} aria-hidden="true" />
				</PressButton>
			</div>
			<svg
				className={styles["line"]}
				data-colour={colourOf(watch)}
				width={width}
				height={HEIGHT}
				aria-hidden="true"
				onClick={(event) => {
					const to = cursorAt(layout, event.clientX - event.currentTarget.getBoundingClientRect().left);
					if (to !== null) goTo({ step: to.step, micro: 0 });
				}}
			>
				{laneSpans(life, layout).map(({ x0, x1, state, from }) =>
					state === "set" ? (
						<rect key={from} className={styles["set"]} x={x0} y={1} width={x1 - x0} height={HEIGHT - 2} rx={3} />
					) : (
						<path key={from} className={styles[state]} d={`M${x0} ${HEIGHT / 2}H${x1}`} />
					),
				)}
			</svg>
		</li>
	);
}

/** `soft-dirty of heap+0x3000`, with the process and the word where they are not the usual ones. */
function watchWords({ process, region, page, subject, key }: Watch): string {
	const name = bitName(key);
	const word =
		subject === "pagemap" ? `${name} in pagemap` : subject === "vma" ? `VMA ${name}` : subject === "folio" ? `folio ${name}` : name;
	return `${word} of ${process === "A" ? "" : `${process} `}${addressWords(region, page)}`;
}

/** The colour that the bit has everywhere. */
function colourOf({ key }: Watch): FieldColour {
	const colours: Readonly<Record<string, FieldColour>> = {
		"soft-dirty": "sd",
		sd: "sd",
		"uffd-wp": "uw",
		uw: "uw",
		write: "w",
		dirty: "d",
		accessed: "a",
		exclusive: "x",
	};
	return colours[key] ?? "ink";
}

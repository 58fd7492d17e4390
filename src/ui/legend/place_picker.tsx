import { ChevronDown } from "lucide-react";
import { memo, useRef, useState } from "react";
import type { PlaceOfPage } from "../../layout/place.ts";
import type { Observation } from "../../sim/include/observation.ts";
import { makePart, usePart } from "../app/part.ts";
import { PressButton } from "../app/press_button.tsx";
import type { PlaceListProps } from "./place_list.tsx";
import styles from "./place_picker.module.css";

const PLACE_LIST = makePart<PlaceListProps>(async () => (await import("./place_list.tsx")).PlaceList);

/** A region of a process. */
export interface Place {
	readonly process: string;
	readonly region: string;
	/** Pages. */
	readonly pages: number;
	readonly vmas: number;
}

export interface PlacePickerProps {
	readonly places: readonly Place[];
	/** The region that the picture shows now. */
	readonly process: string | null;
	readonly region: string | null;
	readonly onPlace: (place: PlaceOfPage) => void;
}

/** Chooses a process and a region of it; the list is fetched when it is first opened. */
export const PlacePicker = memo(function PlacePicker({ places, process, region, onPlace }: PlacePickerProps) {
	const [open, setOpen] = useState(false);
	const button = useRef<HTMLButtonElement>(null);
	const PlaceList = usePart(PLACE_LIST, open);
	const chosen = places.findIndex((place) => place.process === process && place.region === region);
	if (places.length === 0) return null;
	const shown = places[chosen];
	return (
		<>
			<PressButton
				ref={button}
				className={styles.button}
				aria-label={`${shown === undefined ? "none" : `${shown.process}: ${shown.region}`} Region`}
				aria-haspopup="listbox"
				aria-expanded={open}
				onPress={() => setOpen(true)}
			>
				<span className="mono">{shown === undefined ? "Region" : `${shown.process}: ${shown.region}`}</span>
				<ChevronDown aria-hidden size={14} />
			</PressButton>
			{PlaceList !== null && (
				<PlaceList places={places} chosen={chosen} trigger={button} onPlace={onPlace} onClose={() => setOpen(false)} />
			)}
		</>
	);
});

/** The regions of an observation; the same list as long as they stay the same, however much changes inside them. */
export function usePlaces(observation: Observation): readonly Place[] {
	const places = observation.processes.flatMap(({ id, regions }) =>
		regions.map(({ name, pages, vmas }) => ({ process: id, region: name, pages, vmas: vmas.length })),
	);
	const [kept, setKept] = useState(places);
	if (samePlaces(kept, places)) return kept;
	setKept(places);
	return places;
}

function samePlaces(a: readonly Place[], b: readonly Place[]): boolean {
	return (
		a.length === b.length &&
		a.every((place, at) => {
			const other = b[at];
			return place.process === other?.process && place.region === other.region && place.pages === other.pages && place.vmas === other.vmas;
		})
	);
}

import { ChevronDown } from "lucide-react";
import { memo, useState } from "react";
import { Button, ListBox, ListBoxItem, Popover, Select } from "react-aria-components";
import { sizeWords } from "../../layout/geometry.ts";
import { countWords, type PlaceOfPage } from "../../layout/place.ts";
import type { Observation } from "../../sim/include/observation.ts";
import styles from "./place_picker.module.css";

/** A region of a process. */
interface Place {
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

/** Chooses a process and a region of it. */
export const PlacePicker = memo(function PlacePicker({ places, process, region, onPlace }: PlacePickerProps) {
	const chosen = places.findIndex((place) => place.process === process && place.region === region);
	if (places.length === 0) return null;
	const shown = places[chosen];
	return (
		<Select
			aria-label="Region"
			className={styles.select ?? ""}
			value={chosen < 0 ? null : chosen}
			onChange={(key) => {
				const place = places[Number(key)];
				if (place !== undefined) onPlace({ process: place.process, region: place.region, page: 0 });
			}}
		>
			<Button className={styles.button ?? ""}>
				<span className="mono">{shown === undefined ? "Region" : `${shown.process}: ${shown.region}`}</span>
				<ChevronDown aria-hidden size={14} />
			</Button>
			<Popover className={styles.popover ?? ""} placement="bottom end">
				<ListBox className={styles.list ?? ""}>
					{places.map((place, at) => (
						<ListBoxItem
							key={`${place.process} ${place.region}`}
							id={at}
							className={styles.item ?? ""}
							textValue={`${place.process}: ${place.region}`}
						>
							<span className="mono">{`${place.process}: ${place.region}`}</span>
							<small>{`${sizeWords(place.pages)} · ${countWords(place.vmas, "VMA")}`}</small>
						</ListBoxItem>
					))}
				</ListBox>
			</Popover>
		</Select>
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

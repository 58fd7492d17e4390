import { ChevronDown } from "lucide-react";
import { Button, ListBox, ListBoxItem, Popover, Select } from "react-aria-components";
import { sizeWords } from "../../layout/geometry.ts";
import { countWords, type PlaceOfPage } from "../../layout/place.ts";
import type { Observation } from "../../sim/include/observation.ts";
import styles from "./place_picker.module.css";

export interface PlacePickerProps {
	readonly observation: Observation;
	/** The region that the picture shows now. */
	readonly process: string | null;
	readonly region: string | null;
	readonly onPlace: (place: PlaceOfPage) => void;
}

/** Chooses a process and a region of it. */
export function PlacePicker({ observation, process, region, onPlace }: PlacePickerProps) {
	const places = observation.processes.flatMap((view) => view.regions.map((found) => ({ process: view.id, region: found })));
	const chosen = places.findIndex((place) => place.process === process && place.region.name === region);
	if (places.length === 0) return null;
	const shown = places[chosen];
	return (
		<Select
			aria-label="Region"
			className={styles.select ?? ""}
			value={chosen < 0 ? null : chosen}
			onChange={(key) => {
				const place = places[Number(key)];
				if (place !== undefined) onPlace({ process: place.process, region: place.region.name, page: 0 });
			}}
		>
			<Button className={styles.button ?? ""}>
				<span className="mono">{shown === undefined ? "Region" : `${shown.process}: ${shown.region.name}`}</span>
				<ChevronDown aria-hidden size={14} />
			</Button>
			<Popover className={styles.popover ?? ""} placement="bottom end">
				<ListBox className={styles.list ?? ""}>
					{places.map((place, at) => (
						<ListBoxItem
							key={`${place.process} ${place.region.name}`}
							id={at}
							className={styles.item ?? ""}
							textValue={`${place.process}: ${place.region.name}`}
						>
							<span className="mono">{`${place.process}: ${place.region.name}`}</span>
							<small>{`${sizeWords(place.region.pages)} · ${countWords(place.region.vmas.length, "VMA")}`}</small>
						</ListBoxItem>
					))}
				</ListBox>
			</Popover>
		</Select>
	);
}

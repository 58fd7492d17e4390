import type { RefObject } from "react";
import { ListBox, ListBoxItem, Popover } from "react-aria-components";
import { sizeWords } from "../../layout/geometry.ts";
import { countWords, type PlaceOfPage } from "../../layout/place.ts";
import styles from "./place_picker.module.css";
import type { Place } from "./place_picker.tsx";

export interface PlaceListProps {
	readonly places: readonly Place[];
	/** Index of the place that is shown; -1: none. */
	readonly chosen: number;
	readonly trigger: RefObject<HTMLElement | null>;
	readonly onPlace: (place: PlaceOfPage) => void;
	readonly onClose: () => void;
}

/** The regions of all processes to choose from. */
export function PlaceList({ places, chosen, trigger, onPlace, onClose }: PlaceListProps) {
	return (
		<Popover className={styles.popover ?? ""} triggerRef={trigger} isOpen placement="bottom end" onOpenChange={onClose}>
			<ListBox
				className={styles.list ?? ""}
				aria-label="Regions"
				autoFocus
				selectionMode="single"
				selectedKeys={[chosen]}
				onSelectionChange={(keys) => {
					// Empty when the present one is chosen again: that only closes the list.
					const place = places[Number([...keys][0] ?? -1)];
					if (place !== undefined) onPlace({ process: place.process, region: place.region, page: 0 });
					onClose();
				}}
			>
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
	);
}

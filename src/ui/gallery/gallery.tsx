import { X } from "lucide-react";
import { useEffect, useState } from "react";
import {
	Autocomplete,
	Button,
	Collection,
	Header,
	Input,
	Label,
	ListBox,
	ListBoxItem,
	ListBoxSection,
	SearchField,
	Text,
} from "react-aria-components";
import { useStore } from "zustand";
import { countWords } from "../../layout/place.ts";
import { gallery, loadGallery, searchGallery } from "../../state/gallery.ts";
import type { RecordingEntry } from "../../state/index_file.ts";
import { openScenario } from "../../state/open.ts";
import controls from "../app/controls.module.css";
import { OverlayDialog } from "../app/dialog.tsx";
import { closeOverlay } from "../app/overlay.ts";
import { useStage } from "../app/use_stage.ts";
import styles from "./gallery.module.css";
import { SessionList } from "./session_list.tsx";

function show(name: string): void {
	closeOverlay();
	openScenario(name);
}

function Entry({ entry, current }: { readonly entry: RecordingEntry; readonly current: boolean }) {
	const { name, title, about, steps, kernels } = entry;
	return (
		<ListBoxItem id={name} textValue={`${title}: ${about}`} className={styles["entry"] ?? ""} onAction={() => show(name)}>
			<Text slot="label" className={styles["name"] ?? ""}>
				<span>{title}</span>
				{current && <span className={styles["current"]}>open</span>}
				<span className={styles["facts"]}>
					{countWords(steps, "step")} · {kernels.length === 1 ? kernels[0] : `${kernels.length} kernels`}
				</span>
			</Text>
			<Text slot="description" className={styles["about"] ?? ""}>
				<code>{name}</code> {about}
			</Text>
		</ListBoxItem>
	);
}

function Status({ found }: { readonly found: number }) {
	const { status, problem, index } = useStore(gallery);
	if (status === "failed") {
		return (
			<div role="alert" className={styles["status"]}>
				<p>The list of scenarios could not be loaded: {problem}</p>
				<Button className={controls["button"] ?? ""} onPress={loadGallery}>
					Try again
				</Button>
			</div>
		);
	}
	return (
		<p role="status" className={styles["status"]}>
			{status === "ready" ? `${found} of ${countWords(index.scenarios.length, "recorded scenario")}` : "Loading the list of scenarios…"}
		</p>
	);
}

/** All recordings by group, with search; choosing one opens it. */
export function Gallery() {
	const index = useStore(gallery, (state) => state.index);
	const current = useStage((state) => state.scenario.name);
	const [query, setQuery] = useState("");
	useEffect(loadGallery, []);
	const groups = searchGallery(index, query);
	const found = groups.reduce((sum, group) => sum + group.entries.length, 0);
	return (
		<OverlayDialog title="Scenarios recorded on real kernels" look="page">
			<div className={styles["body"]}>
				<Autocomplete inputValue={query} onInputChange={setQuery}>
					<SearchField className={styles["search"] ?? ""} autoFocus>
						<Label className="heard">Search scenarios</Label>
						<Input className={styles["input"] ?? ""} placeholder="Search: split, uffd-wp, fork 4.6.2 …" />
						<Button className={`${controls["button"]} ${controls["icon"]}`} aria-label="Clear the search">
							<X size={15} aria-hidden="true" />
						</Button>
					</SearchField>
					<Status found={found} />
					{query === "" && <SessionList />}
					{/* The options have no focus of their own, the search field keeps it: so the region itself must be reachable to be scrolled. */}
					{/* biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users scroll it */}
					<section className={styles["list"]} aria-label="Found scenarios" tabIndex={0}>
						<ListBox
							aria-label="Scenarios"
							className={styles["options"] ?? ""}
							items={groups}
							dependencies={[current]}
							renderEmptyState={() =>
								index.scenarios.length > 0 ? <p className={styles["status"]}>Nothing has all of these words.</p> : null
							}
						>
							{(group) => (
								<ListBoxSection id={`group ${group.name}`}>
									<Header className={styles["group"] ?? ""}>
										{group.name} <span>{group.about}</span>
									</Header>
									<Collection items={group.entries.map((entry) => ({ id: entry.name, entry }))} dependencies={[current]}>
										{({ entry }) => <Entry entry={entry} current={entry.name === current} />}
									</Collection>
								</ListBoxSection>
							)}
						</ListBox>
					</section>
				</Autocomplete>
			</div>
		</OverlayDialog>
	);
}

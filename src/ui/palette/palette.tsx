import { useEffect, useMemo, useState } from "react";
import {
	Autocomplete,
	Collection,
	Header,
	Input,
	Keyboard,
	Label,
	Menu,
	MenuItem,
	MenuSection,
	SearchField,
	Text,
} from "react-aria-components";
import { useStore } from "zustand";
import { gallery, loadGallery } from "../../state/gallery.ts";
import { stage } from "../../state/stage.ts";
import { OverlayDialog } from "../app/dialog.tsx";
import { closeOverlay } from "../app/overlay.ts";
import { allCommands, findCommands } from "./commands.ts";
import styles from "./palette.module.css";

/** Finds everything: scenarios, kernels, steps, lenses, commands. */
export function Palette() {
	const entries = useStore(gallery, (state) => state.index.scenarios);
	const [query, setQuery] = useState("");
	useEffect(loadGallery, []);
	// What is on the stage when the palette opens; it cannot change below the dialog.
	const commands = useMemo(() => allCommands(stage.getState(), entries), [entries]);
	const sections = findCommands(commands, query);
	return (
		<OverlayDialog title="Find anything" look="search">
			<Autocomplete inputValue={query} onInputChange={setQuery}>
				<SearchField className={styles["search"] ?? ""} autoFocus>
					<Label className="heard">Find a command, a scenario, a kernel, a lens or a step</Label>
					<Input className={styles["input"] ?? ""} placeholder="Scenario, kernel, step, lens, command …" />
				</SearchField>
				{/* The search field keeps the focus: so the region itself must be reachable to be scrolled. */}
				{/* biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users scroll it */}
				<section className={styles["menu"]} aria-label="Found commands" tabIndex={0}>
					<Menu
						className={styles["options"] ?? ""}
						items={sections}
						aria-label="Commands"
						renderEmptyState={() => <p className={styles["none"]}>Nothing has all of these words.</p>}
					>
						{(section) => (
							<MenuSection id={`section ${section.name}`}>
								<Header className={styles["section"] ?? ""}>{section.name}</Header>
								<Collection items={section.commands}>
									{({ id, name, about, keys, run }) => (
										<MenuItem
											id={id}
											textValue={name}
											className={styles["item"] ?? ""}
											onAction={() => {
												closeOverlay();
												run();
											}}
										>
											<Text slot="label">{name}</Text>
											{about !== "" && (
												<Text slot="description" className={styles["about"] ?? ""}>
													{about}
												</Text>
											)}
											{keys !== undefined && <Keyboard className={styles["keys"] ?? ""}>{keys.join(" ")}</Keyboard>}
										</MenuItem>
									)}
								</Collection>
							</MenuSection>
						)}
					</Menu>
				</section>
			</Autocomplete>
		</OverlayDialog>
	);
}

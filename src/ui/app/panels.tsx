import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { Group, Panel, Separator } from "react-resizable-panels";
import { EntryPanel } from "../entry/entry_panel.tsx";
import { ScriptPanel } from "../script/script_panel.tsx";
import { StagePicture } from "../tree/stage_picture.tsx";
import styles from "./app.module.css";
import { ErrorBoundary } from "./error_boundary.tsx";

function Script() {
	return (
		<ErrorBoundary part="The scenario panel">
			<ScriptPanel />
		</ErrorBoundary>
	);
}

function Picture() {
	return (
		<ErrorBoundary part="The picture">
			<StagePicture />
		</ErrorBoundary>
	);
}

function Entry() {
	return (
		<ErrorBoundary part="The entry panel">
			<EntryPanel />
		</ErrorBoundary>
	);
}

/** Scenario, picture and entry side by side; the lines between them can be moved, with keys too. */
export function WidePanels() {
	return (
		<Group className={styles["group"] ?? ""} orientation="horizontal" id="panels">
			<Panel id="script" defaultSize={288} minSize={200} maxSize="40%" groupResizeBehavior="preserve-pixel-size">
				<section className={styles["panel"]} aria-label="Scenario">
					<Script />
				</section>
			</Panel>
			<Separator className={styles["separator"] ?? ""} aria-label="Width of the scenario panel" />
			<Panel id="picture" minSize={320}>
				<section className={`${styles["panel"]} ${styles["padded"]}`} aria-label="Page tables">
					<Picture />
				</section>
			</Panel>
			<Separator className={styles["separator"] ?? ""} aria-label="Width of the entry panel" />
			<Panel id="entry" defaultSize={372} minSize={260} maxSize="45%" groupResizeBehavior="preserve-pixel-size">
				<section className={`${styles["panel"]} ${styles["raised"]}`} aria-label="Entry">
					<Entry />
				</section>
			</Panel>
		</Group>
	);
}

/** The same three as tabs of one column. */
export function NarrowPanels() {
	return (
		<Tabs className={styles["tabs"] ?? ""} defaultSelectedKey="picture">
			<TabList className={styles["tabList"] ?? ""} aria-label="Panels">
				<Tab id="script" className={styles["tab"] ?? ""}>
					Scenario
				</Tab>
				<Tab id="picture" className={styles["tab"] ?? ""}>
					Page tables
				</Tab>
				<Tab id="entry" className={styles["tab"] ?? ""}>
					Entry
				</Tab>
			</TabList>
			<TabPanel id="script" className={styles["tabPanel"] ?? ""}>
				<Script />
			</TabPanel>
			<TabPanel id="picture" className={`${styles["tabPanel"]} ${styles["padded"]}`}>
				<Picture />
			</TabPanel>
			<TabPanel id="entry" className={styles["tabPanel"] ?? ""}>
				<Entry />
			</TabPanel>
		</Tabs>
	);
}

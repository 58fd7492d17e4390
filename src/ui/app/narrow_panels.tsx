import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import styles from "./app.module.css";
import { Entry, Script, Tables } from "./panel_parts.tsx";

/** The three panels as tabs of one column. */
export function NarrowPanels() {
	return (
		<Tabs className={styles["tabs"] ?? ""} defaultSelectedKey="tables">
			<TabList className={styles["tabList"] ?? ""} aria-label="Panels">
				<Tab id="script" className={styles["tab"] ?? ""}>
					Scenario
				</Tab>
				<Tab id="tables" className={styles["tab"] ?? ""}>
					Page tables
				</Tab>
				<Tab id="entry" className={styles["tab"] ?? ""}>
					Entry
				</Tab>
			</TabList>
			<TabPanel id="script" className={styles["tabPanel"] ?? ""}>
				<Script />
			</TabPanel>
			<TabPanel id="tables" className={`${styles["tabPanel"]} ${styles["padded"]}`}>
				<Tables />
			</TabPanel>
			<TabPanel id="entry" className={`${styles["tabPanel"]} ${styles["raised"]}`}>
				<Entry />
			</TabPanel>
		</Tabs>
	);
}

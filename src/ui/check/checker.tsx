import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { installChecker } from "../../state/checker.ts";
import { checker } from "../../worker/check_client.ts";
import { OverlayDialog } from "../app/dialog.tsx";
import styles from "./check.module.css";
import { ExplorePanel } from "./explore_panel.tsx";
import { MatrixPanel } from "./matrix_panel.tsx";

installChecker({
	start: (request) => checker().start(request),
	work: (milliseconds) => checker().work(milliseconds),
	matrix: (kernel) => checker().matrix(kernel),
	shrink: (kernel, lines) => checker().shrink(kernel, lines),
});

/** What a kernel loses: found by trying everything, and laid out bit by bit. */
export function Checker() {
	return (
		<OverlayDialog title="Check a kernel" look="wide">
			<Tabs className={styles["tabs"] ?? ""}>
				<TabList aria-label="How to look" className={styles["tabList"] ?? ""}>
					<Tab id="find" className={styles["tab"] ?? ""}>
						Find what breaks
					</Tab>
					<Tab id="matrix" className={styles["tab"] ?? ""}>
						What happens to each bit
					</Tab>
				</TabList>
				<TabPanel id="find" className={styles["panel"] ?? ""}>
					<ExplorePanel />
				</TabPanel>
				<TabPanel id="matrix" className={styles["panel"] ?? ""}>
					<MatrixPanel />
				</TabPanel>
			</Tabs>
		</OverlayDialog>
	);
}

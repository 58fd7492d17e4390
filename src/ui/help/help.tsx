import { Switch } from "react-aria-components";
import { useStore } from "zustand";
import { preferences, setSingleKeys } from "../../state/preferences.ts";
import { OverlayDialog } from "../app/dialog.tsx";
import { SHORTCUTS } from "../app/shortcuts.ts";
import styles from "./help.module.css";

/** The keys, and how to switch the single ones off. */
export function Help() {
	const singleKeys = useStore(preferences, (state) => state.singleKeys);
	return (
		<OverlayDialog title="Keys" look="page">
			<div className={styles["body"]}>
				<table className={styles["keys"]}>
					<thead className="heard">
						<tr>
							<th scope="col">Key</th>
							<th scope="col">What it does</th>
						</tr>
					</thead>
					<tbody>
						{SHORTCUTS.map(({ keys, shown, about, single }) => (
							<tr key={keys.join()} data-off={(single && !singleKeys) || undefined}>
								<th scope="row">
									{shown.map((key) => (
										<kbd key={key}>{key}</kbd>
									))}
								</th>
								<td>
									{about}
									{single && !singleKeys ? " (switched off)" : ""}
								</td>
							</tr>
						))}
					</tbody>
				</table>
				<Switch className={styles["switch"] ?? ""} isSelected={singleKeys} onChange={setSingleKeys}>
					<span className={styles["knob"]} aria-hidden="true" />
					Keys without ⌘ or Ctrl that type a character are shortcuts
				</Switch>
				<p className={styles["note"]}>
					On the timeline, ↑ and ↓ also move by micro-steps, Page Up and Page Down by ten steps. In the picture and in lists, arrows move in
					them.
				</p>
				<h3 className={styles["heading"]}>In slides and lecture notes</h3>
				<p className={styles["note"]}>
					With <code>?embed</code> before the <code>#</code> of a link, a frame in another page shows the picture alone. The same keys step
					through it, and so do messages of that page: <code>{`{ pagewalk: 1, command: "step" }`}</code>, and likewise <code>back</code>,{" "}
					<code>goto</code> with <code>step</code>, <code>kernel</code> with <code>kernel</code>, and <code>state</code>. Each is answered
					with the state. <code>docs/embedding.md</code> has an example.
				</p>
				<h3 className={styles["heading"]}>Where the pictures come from</h3>
				<p className={styles["note"]}>
					<b>recorded</b> plays what a real kernel did: after every step its page tables, smaps and pagemap were read back. <b>modelled</b>{" "}
					plays Pagewalk's own machine, which names the kernel function of every micro-step and is compared with the recordings step by
					step.
				</p>
				<p className={styles["note"]}>
					<b>missed</b>: written since clear_refs, but soft-dirty does not report it, so that CRIU or a live migration would lose the write.{" "}
					<b>spurious</b>: reported, but not written: extra work.
				</p>
			</div>
		</OverlayDialog>
	);
}

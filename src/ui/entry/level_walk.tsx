/** The walk from PGD to the entry: which bits of the address choose which slot, and what each slot holds. */
import { memo } from "react";
import styles from "./level_walk.module.css";
import type { Walk } from "./walk_model.ts";

export const LevelWalk = memo(function LevelWalk({ walk }: { readonly walk: Walk }) {
	return (
		<table className={styles["walk"]}>
			<caption className="heard">Level walk of {walk.address}</caption>
			<thead className="heard">
				<tr>
					<th scope="col">Entry</th>
					<th scope="col">Address bits</th>
					<th scope="col">Index in binary</th>
					<th scope="col">Found</th>
				</tr>
			</thead>
			<tbody>
				{walk.steps.map((step) => (
					<tr key={step.level} data-last={step.last || undefined}>
						<th scope="row">
							{step.name}[{step.index}]
						</th>
						<td className={styles["bits"]}>
							{step.hi}–{step.lo}
						</td>
						<td className={styles["binary"]}>{step.binary}</td>
						<td className={styles["found"]}>
							{step.found}
							{step.was === null ? null : <span className={styles["was"]}> was {step.was}</span>}
						</td>
					</tr>
				))}
				{walk.offset === null ? null : (
					<tr>
						<th scope="row">+ {walk.offset.text}</th>
						<td className={styles["bits"]}>{walk.offset.hi}–0</td>
						<td className={styles["binary"]} />
						<td className={styles["found"]}>offset in the page</td>
					</tr>
				)}
			</tbody>
		</table>
	);
});

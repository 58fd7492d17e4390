import type { LensClass } from "../../layout/lens.ts";
import styles from "./legend.module.css";
import { MarkIcon } from "./mark_icon.tsx";

export interface LegendProps {
	/** What occurs in the picture, the most important first. */
	readonly classes: readonly LensClass[];
	/** Whether a ring marks the selected page. */
	readonly selected: boolean;
}

/** Says what every mark in the picture means; only those that occur. */
export function Legend({ classes, selected }: LegendProps) {
	return (
		<ul className={styles.legend} aria-label="Legend">
			{classes.map((kind) => (
				<li key={`${kind.form} ${kind.fill} ${kind.words}`}>
					<MarkIcon mark={kind} />
					{kind.words}
				</li>
			))}
			{selected && (
				<li>
					<svg aria-hidden="true" width="13" height="13" viewBox="0 0 13 13">
						<rect x="1" y="1" width="11" height="11" rx="2.5" fill="none" stroke="var(--accent)" strokeWidth="2" />
					</svg>
					selected
				</li>
			)}
		</ul>
	);
}

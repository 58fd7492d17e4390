/** A line that opens to what it means. Native details: keyboard, touch and screen readers know it. */
import type { ReactNode } from "react";
import styles from "./explained.module.css";

interface ExplainedProps {
	readonly children: ReactNode;
	readonly meaning: string;
	/** The kernel's own name; may be empty. */
	readonly symbol: string;
}

export function Explained({ children, meaning, symbol }: ExplainedProps) {
	return (
		<details className={styles["explained"]}>
			<summary>{children}</summary>
			<p>
				{meaning}
				{symbol === "" ? null : <code>{symbol}</code>}
			</p>
		</details>
	);
}

/** A line that opens to what it means. Native details: keyboard, touch and screen readers know it. */
import { type ReactNode, useState } from "react";
import styles from "./explained.module.css";

interface ExplainedProps {
	readonly children: ReactNode;
	readonly meaning: string;
	/** The kernel's own name; may be empty. */
	readonly symbol: string;
	/** What else there is to say; made only while the line is open. */
	readonly more?: () => ReactNode;
}

export function Explained({ children, meaning, symbol, more }: ExplainedProps) {
	const [open, setOpen] = useState(false);
	return (
		<details className={styles["explained"]} onToggle={(event) => setOpen(event.currentTarget.open)}>
			<summary>{children}</summary>
			<p>
				{meaning}
				{symbol === "" ? null : <code>{symbol}</code>}
			</p>
			{open && more?.()}
		</details>
	);
}

import { Component, type ReactNode } from "react";
import styles from "./error_boundary.module.css";

interface Props {
	/** Which part of the screen this is: `The entry panel`. */
	readonly part: string;
	readonly children: ReactNode;
}

/** Keeps a bug in one panel from taking the others, and the person's work, with it: says so and offers to draw it again. */
export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
	override readonly state: { readonly error: Error | null } = { error: null };

	static getDerivedStateFromError(error: unknown): { readonly error: Error } {
		return { error: error instanceof Error ? error : new Error(String(error)) };
	}

	override render(): ReactNode {
		const { error } = this.state;
		if (error === null) return this.props.children;
		return (
			<div role="alert" className={styles["box"]}>
				<p>
					<b>{this.props.part} could not be drawn.</b> This is a mistake in Pagewalk; nothing of yours is lost: the scenario is in the
					address of this page.
				</p>
				<p className={styles["detail"]}>{error.message}</p>
				<button type="button" className={styles["again"]} onClick={() => this.setState({ error: null })}>
					Draw it again
				</button>
			</div>
		);
	}
}

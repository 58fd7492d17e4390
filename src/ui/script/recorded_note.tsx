/** Whether what is on the screen is what a real kernel did: as recorded, differs (and where), edited, or never recorded. */
import type { ReactNode } from "react";
import type { KernelChoice, Source, StepAgreement } from "../../state/stage.ts";
import { PressButton } from "../app/press_button.tsx";
import styles from "./recorded_note.module.css";

export interface RecordedNoteProps {
	/** Name of the recording; empty for a scenario of one's own. */
	readonly name: string;
	readonly edited: boolean;
	readonly kernel: string;
	readonly kernels: readonly KernelChoice[];
	readonly source: Source;
	readonly agreement: readonly StepAgreement[] | null;
	readonly onRestore: () => void;
	readonly onJump: (at: number) => void;
}

export function RecordedNote(props: RecordedNoteProps) {
	const { name, edited, onRestore } = props;
	if (name === "") {
		return (
			<Note title="Your scenario">
				<span className={styles.tag}>not recorded</span> no real kernel has run it: what you see is the model
			</Note>
		);
	}
	if (edited) {
		return (
			<Note title="Edited">
				<span className={styles.tag} data-tone="wait">
					edited
				</span>{" "}
				no longer the recorded scenario: what you see is the model{" "}
				<PressButton className={styles.link ?? ""} onPress={onRestore}>
					Restore the original
				</PressButton>
			</Note>
		);
	}
	return <Recorded {...props} />;
}

function Recorded({ kernel, kernels, source, agreement, onJump }: RecordedNoteProps) {
	const recorded = kernels.filter((choice) => choice.recorded).map((choice) => choice.id);
	if (!recorded.includes(kernel)) {
		return (
			<Note title="Recorded on">
				<span className={styles.tag}>not on {kernel}</span> recorded on {recorded.join(", ") || "no kernel"}
			</Note>
		);
	}
	if (agreement === null) {
		return (
			<Note title="Recorded on">
				<span className={styles.tag}>{source === "recording" ? "recording" : "model"}</span> {kernel}
				{source === "recording" ? ": every entry as the kernel had it" : ""}
			</Note>
		);
	}
	const agree = agreement.filter((step) => step.status === "as-recorded").length;
	const unmodelled = agreement.filter((step) => step.status === "unmodelled").length;
	const differs = agreement.findIndex((step) => step.status === "differs");
	const count = `${agree} of ${agreement.length} steps`;
	return (
		<Note title="Recorded on">
			{differs >= 0 ? (
				<>
					<span className={styles.tag} data-tone="bad">
						≠ differs
					</span>{" "}
					{kernel}, {count} as recorded{" "}
					<PressButton className={styles.link ?? ""} onPress={() => onJump(differs)}>
						First difference: step {differs + 1}
					</PressButton>
				</>
			) : unmodelled > 0 ? (
				<>
					<span className={styles.tag}>{agree === 0 ? "not modelled" : "✓ so far"}</span> {kernel}, {count} as recorded, {unmodelled} not
					modelled yet
				</>
			) : (
				<>
					<span className={styles.tag} data-tone="good">
						✓ as recorded
					</span>{" "}
					{kernel}, {count}
				</>
			)}
		</Note>
	);
}

function Note({ title, children }: { readonly title: string; readonly children: ReactNode }) {
	return (
		<section className={styles.note} aria-label={title}>
			<h3 className={styles.title}>{title}</h3>
			<p className={styles.text}>{children}</p>
		</section>
	);
}

import { useEffect, useState } from "react";
import { Button, Input, TextField } from "react-aria-components";
import { useStore } from "zustand";
import { track } from "../../state/idle.ts";
import { type Session, sessionName } from "../../state/session.ts";
import { loadSessions, removeSession, renameSession, saveSession, sessions } from "../../state/sessions.ts";
import { resumeSession } from "../../state/start.ts";
import controls from "../app/controls.module.css";
import { closeOverlay } from "../app/overlay.ts";
import styles from "./gallery.module.css";

function when(saved: number): string {
	return new Date(saved).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

function counted(count: number, one: string): string {
	return `${count} ${one}${count === 1 ? "" : "s"}`;
}

function facts({ branches, head, kernel, saved }: Session): string {
	const shown = branches.filter(({ deleted }) => deleted !== true).length;
	return [counted(head.length, "step"), ...(shown > 1 ? [`${shown} branches`] : []), kernel, when(saved)].join(", ");
}

/** Scenarios that this person edited, kept in this browser: to open, to name, to delete. */
export function SessionList() {
	const kept = useStore(sessions, (state) => state.list);
	const open = useStore(sessions, (state) => state.open);
	const [removed, setRemoved] = useState<Session | null>(null);
	const [naming, setNaming] = useState<number | null>(null);
	useEffect(() => void track(loadSessions()), []);
	if (kept.length === 0 && removed === null) return null;
	return (
		<section className={styles["drafts"]} aria-label="Edited by you, kept in this browser">
			<h3 className={styles["group"]}>Edited by you, kept in this browser</h3>
			<ul>
				{kept.map((session) => (
					<li key={session.id} className={styles["draft"]}>
						{naming === session.id ? (
							<Naming session={session} onDone={() => setNaming(null)} />
						) : (
							<Button
								className={styles["draftOpen"] ?? ""}
								onPress={() => {
									closeOverlay();
									void resumeSession(session);
								}}
							>
								<b>{sessionName(session)}</b> <span>{`${session.id === open ? "on the screen, " : ""}${facts(session)}`}</span>
							</Button>
						)}
						<Button
							className={controls["button"] ?? ""}
							aria-label={`Name ${sessionName(session)} of ${when(session.saved)}`}
							onPress={() => setNaming(session.id)}
						>
							Name
						</Button>
						<Button
							className={controls["button"] ?? ""}
							aria-label={`Delete ${sessionName(session)} of ${when(session.saved)}`}
							onPress={() => {
								removeSession(session.id);
								setRemoved(session);
							}}
						>
							Delete
						</Button>
					</li>
				))}
			</ul>
			<div role="status">
				{removed !== null && (
					<p className={styles["status"]}>
						Deleted: {sessionName(removed)}.
						<Button
							className={controls["button"] ?? ""}
							onPress={() => {
								saveSession(removed);
								setRemoved(null);
							}}
						>
							Undo
						</Button>
					</p>
				)}
			</div>
		</section>
	);
}

function Naming({ session, onDone }: { readonly session: Session; readonly onDone: () => void }) {
	const [name, setName] = useState(session.name);
	const keep = () => {
		renameSession(session.id, name);
		onDone();
	};
	return (
		<TextField
			className={styles["draftOpen"] ?? ""}
			aria-label="Name of the session; Enter keeps it"
			value={name}
			onChange={setName}
			autoFocus
		>
			<Input
				className={styles["naming"] ?? ""}
				maxLength={80}
				onBlur={keep}
				onKeyDown={(event) => {
					if (event.key === "Enter") keep();
					if (event.key === "Escape") {
						event.stopPropagation();
						onDone();
					}
				}}
			/>
		</TextField>
	);
}

import { useContext } from "react";
import type { Subject } from "../../history/inquiry.ts";
import { goTo } from "../../state/cursor.ts";
import { BlameContext, blameKey, changedWords, stepWords } from "./bit_blame.ts";
import styles from "./blame.module.css";

interface Props {
	readonly subject: Subject;
	readonly bitKey: string;
	readonly name: string;
	/** Only the step: there is no room for the function. */
	readonly short: boolean;
}

/** Which step, and which function in it, gave a bit its value; leads there. */
export function BlameLink({ subject, bitKey, name, short }: Props) {
	const origin = useContext(BlameContext)?.answers.get(blameKey(subject, bitKey))?.origin ?? null;
	if (origin === null) return null;
	const isShort = short || origin.fn === "";
	const words = `${name} ${changedWords(origin)}`;
	return (
		<button
			type="button"
			data-short={isShort || undefined}
			className={styles["link"]}
			aria-label={`${words}: go there`}
			title={words}
			onClick={() => goTo(origin.cursor)}
		>
			{stepWords(origin)} {!isShort && <code>{origin.fn}</code>}
		</button>
	);
}

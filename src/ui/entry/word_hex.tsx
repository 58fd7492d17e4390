/** The raw word in hexadecimal, grouped, with a button that copies it. */
import { memo, useState } from "react";
import { groupsOf, hexText, isWhole, type PartlyKnown } from "./word_digits.ts";
import styles from "./word_hex.module.css";

interface WordHexProps {
	readonly word: PartlyKnown;
	/** What the word is, for the copy button: `PTE`. */
	readonly name: string;
	/** Frame or slot in words, when digits are unknown. */
	readonly target?: string | undefined;
}

type Copied = "no" | "yes" | "failed";

export const WordHex = memo(function WordHex({ word, name, target }: WordHexProps) {
	const text = hexText(word);
	const [outcome, setOutcome] = useState<{ readonly text: string; readonly copied: Copied }>({ text, copied: "no" });
	const copied = outcome.text === text ? outcome.copied : "no";
	const copy = () => {
		const done = (result: Copied) => setOutcome({ text, copied: result });
		// Absent where the page is not served securely.
		const clipboard: Clipboard | undefined = navigator.clipboard;
		if (clipboard === undefined) done("failed");
		else {
			clipboard.writeText(text).then(
				() => done("yes"),
				() => done("failed"),
			);
		}
	};
	const whole = isWhole(word);
	return (
		<div className={styles["line"]}>
			<span className={styles["word"]} role="img" aria-label={whole ? text : `${text}, where x was not recorded`}>
				<span className={styles["prefix"]}>0x</span>
				{groupsOf(word).map((group, i) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: the four groups never move
					<span key={i} className={styles["group"]}>
						{group.map((digit, k) =>
							digit === null ? (
								// biome-ignore lint/suspicious/noArrayIndexKey: digits never move
								<i key={k}>·</i>
							) : (
								digit
							),
						)}
					</span>
				))}
			</span>
			{whole || target === undefined ? null : <span className={styles["target"]}>{target}</span>}
			<button type="button" className={styles["copy"]} onClick={copy} aria-label={`Copy the ${name} ${text}`}>
				{copied === "yes" ? "Copied" : "Copy"}
			</button>
			<span className={copied === "failed" ? styles["failed"] : "heard"} aria-live="polite">
				{copied === "yes" ? "Copied." : copied === "failed" ? "The browser does not let us copy: select the digits instead." : ""}
			</span>
		</div>
	);
});

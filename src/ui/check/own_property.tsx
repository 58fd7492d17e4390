import { useId } from "react";
import { completePredicate, MAX_PREDICATE, parsePredicate } from "../../check/predicate/parse.ts";
import { WORDS } from "../../check/predicate/words.ts";
import styles from "./check.module.css";

interface Props {
	readonly value: string;
	readonly onChange: (text: string) => void;
}

/** A property of one's own: what is never to be true of a page. */
export function OwnProperty({ value, onChange }: Props) {
	const id = useId();
	const read = value.trim() === "" ? null : parsePredicate(value);
	const wrong = read !== null && !read.ok ? read.error : null;
	const begun = value.trim() === "" || wrong !== null ? completePredicate(value).slice(0, 8) : [];
	const complete = (word: string) => onChange(`${value.replace(/[A-Za-z_0-9-]*$/, "")}${word} `);
	return (
		<div className={styles["own"]}>
			<label htmlFor={id}>Of no page is it ever true that</label>
			<input
				id={id}
				className={styles["expression"]}
				value={value}
				maxLength={MAX_PREDICATE}
				placeholder="written and present and not reported"
				spellCheck={false}
				autoComplete="off"
				aria-invalid={wrong !== null}
				aria-describedby={`${id}-help`}
				onChange={(event) => onChange(event.target.value)}
			/>
			<p id={`${id}-help`} className={styles["help"]}>
				{wrong === null
					? "Optional. Words about a page, joined by and, or, not and brackets."
					: `Line ${wrong.line}, column ${wrong.column}: ${wrong.message}; expected ${wrong.expected}.`}
			</p>
			{value !== "" && begun.length > 0 && (
				<ul className={styles["words"]} aria-label="Words that fit here">
					{begun.map((word) => (
						<li key={word}>
							<button
								type="button"
								className={styles["word"]}
								title={WORDS.find(({ name }) => name === word)?.about}
								onClick={() => complete(word)}
							>
								{word}
							</button>
						</li>
					))}
				</ul>
			)}
		</div>
	);
}

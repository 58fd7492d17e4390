import type { Difference, PageDifference } from "../../history/difference.ts";
import type { Fact } from "../../history/meaning.ts";
import { addressWords, countWords } from "../../layout/place.ts";
import { select } from "../../state/selection.ts";
import styles from "./compare.module.css";

interface Props {
	readonly difference: Difference;
	/** Names of the sides. */
	readonly here: string;
	readonly there: string;
}

/** Rows at once; a page table of single differing entries would be thousands. */
const SHOWN = 60;

/** Every difference as text: what the marks in the pictures stand for. */
export function DifferenceTable({ difference, here, there }: Props) {
	const { pages, things } = difference;
	const rows = things.length + pages.length;
	return (
		<details className={styles["all"]}>
			<summary>All differences: {countWords(rows, "stretch", "stretches")}</summary>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
			<section className={styles["scroll"]} tabIndex={0} aria-label="All differences">
				<table>
					<thead>
						<tr>
							<th scope="col">where</th>
							<th scope="col">what</th>
							<th scope="col">{here}</th>
							<th scope="col">{there}</th>
						</tr>
					</thead>
					<tbody>
						{things.slice(0, SHOWN).map((fact) => (
							<tr key={fact.key}>
								<th scope="row">the step</th>
								<FactCells facts={[fact]} />
							</tr>
						))}
						{pages.slice(0, SHOWN).map((span) => (
							<tr key={`${span.process} ${span.region} ${span.at} ${span.facts[0]?.aspect}`}>
								<th scope="row">
									<button
										type="button"
										className={styles["link"]}
										onClick={() => select({ process: span.process, region: span.region, page: span.at })}
									>
										{placeWords(span)}
									</button>
								</th>
								<FactCells facts={span.facts} />
							</tr>
						))}
					</tbody>
				</table>
				{pages.length > SHOWN && <p>and {countWords(pages.length - SHOWN, "more stretch", "more stretches")}</p>}
			</section>
		</details>
	);
}

function FactCells({ facts }: { readonly facts: readonly Fact[] }) {
	const lines = (text: (fact: Fact) => string) => facts.map((fact) => <div key={`${fact.aspect} ${fact.key}`}>{text(fact)}</div>);
	return (
		<>
			<td>{lines(({ name }) => name)}</td>
			<td>{lines((fact) => fact.here)}</td>
			<td>{lines((fact) => fact.there)}</td>
		</>
	);
}

function placeWords({ process, region, at, n }: PageDifference): string {
	return `${process} ${addressWords(region, at)}${n === 1 ? "" : `, ${n} pages`}`;
}

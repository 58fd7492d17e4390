import { useState } from "react";
import { type Counter, SUMS } from "../../trackers/lab/counts.ts";
import { TRAITS } from "../../trackers/lab/tracker.ts";
import { NumberInput } from "../app/fields.tsx";
import styles from "./lab.module.css";
import { type Row, WideTable } from "./result_tables.tsx";
import { COUNTER_WORDS } from "./words.ts";

type Priced = (typeof SUMS)[number];

interface Price {
	/** Nanoseconds an item. */
	readonly ns: number;
	readonly source: string;
}

const ORDER = "assumption: an order of magnitude on x86-64 servers, measured by nobody here";

/** Where the list begins. None of these numbers is a measurement of ours. */
const ASSUMED: Readonly<Record<Priced, Price>> = {
	faults: { ns: 1000, source: ORDER },
	messages: { ns: 500, source: ORDER },
	signals: { ns: 2000, source: ORDER },
	exits: { ns: 1500, source: ORDER },
	held: { ns: 5000, source: `${ORDER}; two switches of context` },
	syscalls: { ns: 200, source: ORDER },
	visited: {
		ns: 10,
		source: "assumption: below the 41 ns for which fork() copies an entry (antirez, gist 372356, 2010: 214 ms for 20 GB)",
	},
	reportBytes: { ns: 0.1, source: "assumption: memory copied at 10 GB/s" },
	flushes: { ns: 200, source: `${ORDER}; of the own CPU, others cost more` },
	splits: { ns: 5000, source: ORDER },
	bitSets: { ns: 2, source: ORDER },
	copied: { ns: 0.1, source: "assumption: memory copied at 10 GB/s" },
};

/** Laid over the counts, not mixed into them: a price for each item, to be changed, and what an interval would take. */
export function Prices({ rows }: { readonly rows: readonly Row[] }) {
	const [prices, setPrices] = useState<Readonly<Partial<Record<Counter, number>>>>({});
	const price = (counter: Priced) => prices[counter] ?? ASSUMED[counter].ns;
	const total = ({ result }: Row) => SUMS.reduce((sum, counter) => sum + result.counts[counter] * price(counter), 0) / 1e6;
	const text = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
	return (
		<details className={styles["details"]}>
			<summary>Prices, if you have them</summary>
			<p className={styles["note"]}>
				The lab counts; it does not know what an item takes on your machine. Every price below is an assumption until you change it.
			</p>
			<div className={styles["prices"]}>
				{SUMS.map((counter) => (
					<div key={counter} className={styles["price"]}>
						<NumberInput
							label={COUNTER_WORDS[counter].name}
							unit={COUNTER_WORDS[counter].bytes ? "ns a byte" : "ns each"}
							value={price(counter)}
							min={0}
							max={1e9}
							step="any"
							onChange={(ns) => setPrices({ ...prices, [counter]: ns })}
						/>
						<span className={styles["source"]}>{prices[counter] === undefined ? ASSUMED[counter].source : "your own"}</span>
					</div>
				))}
			</div>
			<WideTable label="Counts times prices">
				<thead>
					<tr>
						<th scope="col">tracker</th>
						<th scope="col">counts × prices, ms</th>
					</tr>
				</thead>
				<tbody>
					{rows.map((row) => (
						<tr key={row.tracker}>
							<th scope="row">{TRAITS[row.tracker].name}</th>
							<td>{text.format(total(row))}</td>
						</tr>
					))}
				</tbody>
			</WideTable>
		</details>
	);
}

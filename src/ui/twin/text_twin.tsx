import { Check, Copy } from "lucide-react";
import { useMemo, useState } from "react";
import type { Cells } from "../../layout/cells.ts";
import type { TableId } from "../../layout/geometry.ts";
import type { Scene } from "../../layout/scene.ts";
import { tableWords } from "../../layout/table_words.ts";
import type { ProcessTree } from "../../layout/tables.ts";
import { textTwin } from "../../layout/text_twin.ts";
import { twinRows, twinTree } from "../../layout/twin_rows.ts";
import { PressButton } from "../app/press_button.tsx";
import styles from "./text_twin.module.css";

export interface TextTwinProps {
	readonly scene: Scene;
	readonly trees: readonly ProcessTree[];
	readonly cells: Cells | null;
	/** Heads the copied text. */
	readonly heading: string;
	/** Index of the selected entry in the table in focus. */
	readonly selected: number | null;
	readonly onFocus: (table: TableId) => void;
	readonly onChoose: (index: number) => void;
}

/** Tree and table as real tables: everything that the picture shows, for those who read or listen. */
export function TextTwin({ scene, trees, cells, heading, selected, onFocus, onChoose }: TextTwinProps) {
	const rows = useMemo(() => (cells === null ? [] : twinRows(scene, cells)), [scene, cells]);
	const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
	const words = cells === null ? null : tableWords(scene, trees, cells);
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(textTwin(scene, trees, cells, heading));
			setCopied("yes");
		} catch {
			setCopied("refused");
		}
	};
	return (
		<div className={styles.twin}>
			<section className={styles.card} aria-label="Page tables as text">
				<div className={styles.head}>
					<h2>Page tables</h2>
					<PressButton className={styles.toggle ?? ""} onPress={() => void copy()}>
						{copied === "yes" ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
						Copy as plain text
					</PressButton>
					<span role="status" className={styles.status}>
						{copied === "yes" ? "Copied." : copied === "refused" ? "The browser does not allow copying here." : ""}
					</span>
				</div>
				{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
				<section className={styles.scroll} tabIndex={0} aria-label="Tree of page tables">
					<table>
						<thead>
							<tr>
								<th scope="col">table</th>
								<th scope="col">from</th>
								<th scope="col">in use</th>
								<th scope="col">{scene.lens}</th>
							</tr>
						</thead>
						<tbody>
							{trees.flatMap((tree) =>
								twinTree(scene, tree).map((row) => (
									<tr key={`${row.id.process} ${row.id.level} ${row.id.page} ${row.name}`}>
										<th scope="row" style={{ paddingInlineStart: 10 + row.depth * 14 }}>
											<button type="button" className={styles.link} onClick={() => onFocus(row.id)}>
												{row.depth === 0 ? `${row.id.process}: ${row.name}` : row.name}
											</button>
										</th>
										<td>{row.covers}</td>
										<td>{row.used}</td>
										<td className={styles.words}>{row.words}</td>
									</tr>
								)),
							)}
						</tbody>
					</table>
				</section>
			</section>
			{cells !== null && words !== null && (
				<section className={styles.card} aria-label={`${words.title} as text`}>
					<div className={styles.head}>
						<h2>{words.title}</h2>
						<span className={styles.facts}>{words.facts}</span>
					</div>
					{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
					<section className={styles.scroll} tabIndex={0} aria-label={`Entries of ${words.title}`}>
						<table>
							<thead>
								<tr>
									<th scope="col">entries</th>
									<th scope="col">address</th>
									<th scope="col">level</th>
									<th scope="col">entry</th>
									<th scope="col">bits</th>
									<th scope="col">frame</th>
									<th scope="col">pagemap</th>
									<th scope="col">verdict</th>
									<th scope="col">{scene.lens}</th>
								</tr>
							</thead>
							<tbody>
								{rows.map((row) => (
									<tr
										key={row.index}
										data-selected={(selected !== null && selected >= row.index && selected < row.index + row.n) || undefined}
									>
										<th scope="row">
											<button type="button" className={styles.link} onClick={() => onChoose(row.index)}>
												{row.pages}
											</button>
										</th>
										<td>{row.address}</td>
										<td>{row.level}</td>
										<td>{row.entry}</td>
										<td>{row.bits}</td>
										<td>{row.frame}</td>
										<td>{row.pagemap}</td>
										<td data-verdict={row.verdict}>{row.verdict}</td>
										<td className={styles.words}>{row.words}</td>
									</tr>
								))}
							</tbody>
						</table>
					</section>
				</section>
			)}
		</div>
	);
}

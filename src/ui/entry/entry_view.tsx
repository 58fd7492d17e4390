/** The entry panel: one page's entry, bit by bit, and everything around it. Props only. */
import { memo, type ReactNode, useMemo } from "react";
import { LEVEL_NAMES } from "../../layout/geometry.ts";
import type { Selection } from "../../state/stage.ts";
import { changedKeys, type PageJudgement } from "./bit_row.ts";
import { BitRows } from "./bit_rows.tsx";
import type { EntryModel, PageModel } from "./entry_model.ts";
import styles from "./entry_view.module.css";
import { FolioBox } from "./folio_box.tsx";
import { LevelWalk } from "./level_walk.tsx";
import { type OtherEntry, OtherEntryBox } from "./other_entry.tsx";
import { ReportedLine } from "./reported_line.tsx";
import { VmaBox } from "./vma_box.tsx";
import { WordHex } from "./word_hex.tsx";
import { WordRuler } from "./word_ruler.tsx";

interface EntryViewProps {
	readonly model: EntryModel;
	/** The same page on another kernel, or elsewhere. */
	readonly other?: OtherEntry | undefined;
	readonly onSelect?: ((selection: Selection) => void) | undefined;
}

export const EntryView = memo(function EntryView({ model, other, onSelect }: EntryViewProps) {
	if (model.kind === "empty") {
		return (
			<div className={styles["entry"]}>
				<h2>{model.title}</h2>
				<p className={styles["about"]}>{model.about}</p>
			</div>
		);
	}
	return <PageEntry model={model} other={other} onSelect={onSelect} />;
});

const JUDGEMENTS: Readonly<Record<PageJudgement, { readonly word: string; readonly tone: string } | null>> = {
	missed: { word: "missed", tone: "bad" },
	spurious: { word: "reported, not written", tone: "soft" },
	reported: { word: "written, reported", tone: "good" },
	none: null,
};

function PageEntry({ model, other, onSelect }: EntryViewProps & { readonly model: PageModel }) {
	const { entry, rows, pagemap, pagemapRows, vma, folio } = model;
	const level = LEVEL_NAMES[entry.level];
	const changed = useMemo(() => changedKeys(rows), [rows]);
	const pagemapChanged = useMemo(() => changedKeys(pagemapRows), [pagemapRows]);
	const judgement = JUDGEMENTS[model.judgement];
	return (
		<div className={styles["entry"]}>
			<div className={styles["head"]}>
				<h2>
					{model.place} <span>· {model.slot}</span>
				</h2>
				{judgement === null ? null : (
					<span className={styles["tag"]} data-tone={judgement.tone}>
						{judgement.word}
					</span>
				)}
			</div>
			<p className={styles["about"]}>
				<b>{entry.title}</b>
				{model.part === null ? null : `, ${model.part}`}
				{model.before === null ? null : <span className={styles["was"]}> {changeWords(model.before.title, entry.title)}</span>}.{" "}
				{entry.about}
			</p>
			<WordHex word={entry} name={level} target={targetOf(entry.fields)} />
			<WordRuler name={level} fields={entry.fields} changed={changed} bad={rows.find(({ bad }) => bad)?.field.key} />
			{rows.length === 0 ? null : <BitRows subject="entry" label={`Bits of the ${level}`} rows={rows} />}
			{other === undefined ? null : <OtherEntryBox entry={entry} other={other} />}
			<Box title="/proc/PID/pagemap">
				<ReportedLine reported={model.reported} />
				<WordHex word={pagemap} name="pagemap word" target={targetOf(pagemap.fields)} />
				<WordRuler
					name="pagemap word"
					fields={pagemap.fields}
					changed={pagemapChanged}
					bad={pagemapRows.find(({ bad }) => bad)?.field.key}
				/>
				<BitRows subject="pagemap" label="Bits of the pagemap word" rows={pagemapRows} />
			</Box>
			<div className={styles["boxes"]}>
				<Box title="Level walk">
					<p className={styles["path"]}>
						{model.walk.address} → <span>{model.walk.path}</span>
					</p>
					<LevelWalk walk={model.walk} />
				</Box>
				<Box title="VMA">
					<VmaBox vma={vma} />
				</Box>
				<Box title={folio?.frame === null ? "Swap" : "Folio"}>
					<FolioBox folio={folio} onSelect={onSelect} />
				</Box>
			</div>
		</div>
	);
}

function Box({ title, children }: { readonly title: string; readonly children: ReactNode }) {
	return (
		<section className={styles["box"]} aria-label={title}>
			<h3>{title}</h3>
			{children}
		</section>
	);
}

function targetOf(fields: PageModel["entry"]["fields"]): string | undefined {
	return fields.find(({ text }) => text !== undefined)?.text;
}

function changeWords(before: string, now: string): string {
	if (before === now) return "changed in this step";
	return `was ${/^[aeiou]/i.test(before) ? "an" : "a"} ${before}`;
}

import { memo } from "react";
import { addressWords, countWords } from "../../layout/place.ts";
import type { Selection } from "../../state/stage.ts";
import facts from "./facts.module.css";
import { Flags } from "./flags.tsx";
import type { FolioFacts, Sharer } from "./folio_model.ts";

interface FolioBoxProps {
	readonly folio: FolioFacts | null;
	readonly onSelect?: ((selection: Selection) => void) | undefined;
}

/** The page behind the entry, and who else maps it. */
export const FolioBox = memo(function FolioBox({ folio, onSelect }: FolioBoxProps) {
	if (folio === null) return <p className={facts["none"]}>None: the entry stands for no page.</p>;
	const { frame, slot, leaving, wasFrame, flags, mapcount, wasMapcount, byHugeEntry } = folio;
	return (
		<>
			<dl className={facts["facts"]}>
				{frame === null ? null : (
					<>
						<dt>frame</dt>
						<dd>
							<code>{frame}</code>
							{wasFrame === null ? null : <span className={facts["change"]}> was {wasFrame}</span>}
						</dd>
					</>
				)}
				{leaving === null ? null : (
					<>
						<dt>moving</dt>
						<dd>
							from <code>{leaving}</code> to a new frame: whoever touches the page waits until it is there
						</dd>
					</>
				)}
				{slot === null ? null : (
					<>
						<dt>swap slot</dt>
						<dd>
							<code>{slot}</code>
						</dd>
					</>
				)}
				{mapcount === null && !byHugeEntry ? null : (
					<>
						<dt>mapcount</dt>
						<dd>
							{mapcount === null ? "counted for the whole huge page" : <code>{mapcount}</code>}
							{wasMapcount === null ? null : <span className={facts["change"]}> was {wasMapcount}</span>}
						</dd>
					</>
				)}
				{leaving === null ? (
					<>
						<dt>also at</dt>
						<dd>
							<Sharers folio={folio} onSelect={onSelect} />
						</dd>
					</>
				) : null}
			</dl>
			<Flags subject="folio" label="Page flags" flags={flags} />
		</>
	);
});

function Sharers({ folio, onSelect }: { readonly folio: FolioFacts; readonly onSelect: FolioBoxProps["onSelect"] }) {
	const { sharers, sharerPages } = folio;
	if (sharerPages === 0) return <>nowhere else in these regions</>;
	const shown = sharers.reduce((pages, { n }) => pages + n, 0);
	return (
		<ul className={facts["places"]}>
			{sharers.map((sharer) => (
				<li key={`${sharer.process}:${sharer.region}:${sharer.page}`}>
					{onSelect === undefined ? (
						<code>{sharerText(sharer)}</code>
					) : (
						<button type="button" onClick={() => onSelect({ process: sharer.process, region: sharer.region, page: sharer.page })}>
							{sharerText(sharer)}
						</button>
					)}
				</li>
			))}
			{sharerPages > shown ? <li>and {countWords(sharerPages - shown, "more page")}</li> : null}
		</ul>
	);
}

function sharerText({ process, region, page, n }: Sharer): string {
	return `${process}: ${addressWords(region, page)}${n === 1 ? "" : ` (${n} pages)`}`;
}

import { memo } from "react";
import { countWords } from "../../layout/place.ts";
import facts from "./facts.module.css";
import { Flags } from "./flags.tsx";
import type { VmaFacts } from "./vma_model.ts";

/** The VMA around the page; what this step changed is marked. */
export const VmaBox = memo(function VmaBox({ vma }: { readonly vma: VmaFacts | null }) {
	if (vma === null) return <p className={facts["none"]}>None: the address is a hole, and touching it is a SIGSEGV.</p>;
	return (
		<>
			<dl className={facts["facts"]}>
				<dt>range</dt>
				<dd>
					<code>
						{vma.from} … {vma.to}
					</code>
					, {countWords(vma.pages, "page")}
					<small>{vma.addresses}</small>
				</dd>
				<dt>protection</dt>
				<dd>
					<code>{vma.prot}</code> {vma.protWords}, {vma.shared ? "shared" : "private"}
					{vma.wasProt === null ? null : <span className={facts["change"]}> was {vma.wasProt}</span>}
				</dd>
			</dl>
			<Flags subject="vma" label="VMA flags" flags={vma.flags.map(({ letters, ...flag }) => ({ ...flag, name: letters }))} />
		</>
	);
});

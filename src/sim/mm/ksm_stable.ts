/** The pages that KSM has merged and may merge more into. Source: mm/ksm.c, the stable tree. */
import { PG_KSM } from "../include/observation.ts";
import type { Machine } from "../machine_state.ts";
import type { Content, Pfn } from "./page_alloc.ts";

/** Mappings that one KSM page takes (ksm_max_page_sharing); then another is begun. */
const MOST_SHARING = 256;

/** The KSM page that holds this content and takes one more mapping. */
// mm/ksm.c: stable_tree_search()
export function stablePage(m: Machine, content: Content): Pfn | null {
	for (const pfn of m.ksmPages) {
		const mapped = m.frames.mapcount.get(pfn);
		if (isKsm(m, pfn) && mapped > 0 && mapped < MOST_SHARING && m.frames.content.get(pfn) === content) return pfn;
	}
	return null;
}

/** Whether a KSM page with this content is on its way and locked: nothing can be merged into it, nor into another in its place. */
export function stablePageMoves(m: Machine, content: Content): boolean {
	return m.migrations.some(({ head }) => isKsm(m, head) && m.frames.content.get(head) === content);
}

/** Remembers a page that others may be merged into, and forgets those that are gone. */
// mm/ksm.c: stable_tree_insert()
export function noteKsmPage(m: Machine, pfn: Pfn): void {
	m.setKsmPages([...m.ksmPages.filter((other) => other !== pfn && isKsm(m, other)), pfn]);
}

/** The tree follows a KSM page that migrates; `to` has the flags of the old page already. */
// mm/ksm.c: ksm_migrate_page()
export function ksmMigratePage(m: Machine, to: Pfn): void {
	if (isKsm(m, to)) noteKsmPage(m, to);
}

function isKsm(m: Machine, pfn: Pfn): boolean {
	return (m.frames.flags.get(pfn) & PG_KSM) !== 0;
}

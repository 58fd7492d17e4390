/**
 * userfaultfd write-protect with messages. Reset: UFFDIO_WRITEPROTECT or UFFDIO_COPY with MODE_WP arms a page. Report: a message came
 * for it since, or it was opened again together with a page that a message came for: then the manager must take it as written too.
 * An armed page that is stored to without a message is missed, whatever its entry says by then.
 */
import { Spans } from "../base/spans.ts";
import { _PAGE_UFFD_WP } from "../sim/arch/x86_64.ts";
import type { RegionView } from "../sim/include/observation.ts";
import type { WpWatch } from "../sim/wp_watch.ts";
import { isPopulated } from "./judge.ts";
import { type Tracker, union, without } from "./tracker.ts";

export const UFFD_WP_SYNC: Tracker = {
	id: "uffd-wp",
	report(watch, region) {
		const { parts } = watch;
		const { told, answered, written, silent, dropped, unasked } = parts;
		return {
			reported: union(told, answered, unasked),
			missed: silent,
			dropped,
			pending: without(told, answered, written, dropped),
			exposed: exposedOf(watch, region),
		};
	},
};

// arch/x86/include/asm/pgtable_types.h: _PAGE_SWP_UFFD_WP, which is _PAGE_USER on every kernel that has it
const RAW_SWP_UFFD_WP = 1 << 2;

/** Read from the entry itself: pagemap tells of uffd-wp only since 5.14. */
function exposedOf({ parts }: WpWatch, { runs }: RegionView): Spans {
	const exposed = new Spans();
	for (const run of runs) {
		const bit = run.frame === undefined ? RAW_SWP_UFFD_WP : _PAGE_UFFD_WP;
		if (!isPopulated(run) || (run.entry & BigInt(bit)) !== 0n) continue;
		for (const { at, n } of parts.watched.within(run.at, run.n)) exposed.add(at, n);
	}
	return without(exposed, parts.written);
}

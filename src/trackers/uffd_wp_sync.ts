/**
 * userfaultfd write-protect with messages. Reset: UFFDIO_WRITEPROTECT or UFFDIO_COPY with MODE_WP arms a page. Report: a message came
 * for it since, or it was opened again together with a page that a message came for: then the manager must take it as written too.
 * An armed page that is stored to without a message is missed, whatever its entry says by then.
 */
import { type Tracker, union, without } from "./tracker.ts";

export const UFFD_WP_SYNC: Tracker = {
	id: "uffd-wp",
	report({ parts }) {
		const { told, answered, written, silent, dropped, unasked } = parts;
		return {
			reported: union(told, answered, unasked),
			missed: silent,
			dropped,
			pending: without(told, answered, written, dropped),
		};
	},
};

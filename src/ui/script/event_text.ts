/** Events of a step in words: what the userfaultfd reader got, who waits, what was moved, scanned, or killed. */
import { assertNever } from "../../base/assert.ts";
import type { KernelEvent } from "../../sim/include/event.ts";
import { errnoName } from "./errno.ts";

/** UFFD_PAGEFAULT_FLAG_* of include/uapi/linux/userfaultfd.h. */
const FAULT_WRITE = 1;
const FAULT_WP = 2;
const FAULT_MINOR = 4;

/** PAGE_IS_* of include/uapi/linux/fs.h, lowest bit first. */
const CATEGORIES = ["wp-allowed", "written", "file", "present", "swapped", "zero page", "huge", "soft-dirty", "guard"] as const;

/** How a process ended that touched what it may not: 100 plus the number of the signal. */
const SIGNALS: Readonly<Record<number, string>> = { 111: "SIGSEGV", 107: "SIGBUS" };

/** `SIGSEGV`; a code without a name stays a number. */
export function deathName(code: number): string {
	return SIGNALS[code] ?? `code ${code}`;
}

function faultWords(flags: number): string {
	const access = (flags & FAULT_WRITE) !== 0 ? "write" : "read";
	if ((flags & FAULT_WP) !== 0) return `${access} to a write-protected page`;
	return (flags & FAULT_MINOR) !== 0 ? `${access}, minor fault` : `${access} of a missing page`;
}

function categoryWords(categories: number): string {
	const known = CATEGORIES.filter((_, bit) => (categories & (1 << bit)) !== 0);
	const rest = categories >> CATEGORIES.length;
	return [...known, ...(rest === 0 ? [] : [`0x${(rest << CATEGORIES.length).toString(16)}`])].join(", ") || "none";
}

function hex(bytes: number): string {
	return `0x${bytes.toString(16)}`;
}

function pages(n: number): string {
	return n === 1 ? "1 page" : `${n} pages`;
}

/** One event as one short sentence without a full stop. */
export function eventText(event: KernelEvent): string {
	switch (event.kind) {
		case "pagefault":
			return `userfaultfd message: ${event.process} at ${event.at}, ${faultWords(event.flags)}`;
		case "fork_event":
			return `userfaultfd message: ${event.process} forked`;
		case "remap_event":
			return `userfaultfd message: ${event.process} moved ${event.from} to ${event.to}, ${hex(event.length)} bytes`;
		case "remove_event":
			return `userfaultfd message: ${event.process} dropped ${event.at}, ${hex(event.length)} bytes`;
		case "unmap_event":
			return `userfaultfd message: ${event.process} unmapped ${event.at}, ${hex(event.length)} bytes`;
		case "blocked":
			return event.by === "migration"
				? `${event.process} is blocked until the page that it touched has been moved`
				: `${event.process} is blocked until its userfaultfd is answered`;
		case "unblocked":
			return event.errno === 0 ? `${event.process} goes on` : `${event.process} goes on with ${errnoName(event.errno)}`;
		case "died":
			return `${event.process} was killed by ${deathName(event.code)}`;
		case "skipped":
			return `skipped: ${event.process} is ${event.why}`;
		case "moved":
			return `moved ${pages(event.ok)}, ${event.other} not${event.status === 0 ? "" : ` (first status ${errnoStatus(event.status)})`}`;
		case "migrating":
			return `${event.folios === 1 ? "1 folio is" : `${event.folios} folios are`} on the way${event.other === 0 ? "" : `, ${pages(event.other)} ${event.other === 1 ? "is" : "are"} not (last status ${errnoStatus(event.status)})`}`;
		case "oops":
			return `the kernel breaks here (${event.at}): ${event.process} never gets out of it`;
		case "scanned":
			return `scanned ${event.at}, ${pages(event.pages)}: ${categoryWords(event.categories)}`;
		default:
			return assertNever(event);
	}
}

/** move_pages gives a node or a negative errno for each page. */
function errnoStatus(status: number): string {
	return status < 0 ? errnoName(-status) : `node ${status}`;
}

/** What a process does with its memory, up to where it returns, dies, or has to wait for user space. */
import { EINVAL } from "./include/errno.ts";
import type { Operation } from "./include/operation.ts";
import type { CallResult } from "./include/transition.ts";
import type { Process } from "./kernel/process.ts";
import type { Machine } from "./machine_state.ts";
import { accessRange, type Store } from "./mm/access.ts";
import { doMadvise } from "./mm/madvise.ts";
import type { Fault } from "./mm/migration.ts";
import { OK, pageOf, pagesOf, resultOf } from "./range.ts";

export type RunEnd =
	| { readonly kind: "returned"; readonly result: CallResult }
	| { readonly kind: "killed" }
	/** Is done, but made an event in this userfaultfd context, which nobody reads. */
	| { readonly kind: "unread"; readonly context: number }
	/** Waits at `fault.vpn`; what is left to do ends at `end`. */
	| { readonly kind: "fault"; readonly fault: Fault; readonly end: number };

type Access = Extract<Operation, { kind: "read" | "write" | "store" | "fill" }>;
type Madvise = Extract<Operation, { kind: "advise" }>;

/** What is left of an access. `retry`: its fault was answered, and the handler looks at the entry again before the CPU does. */
interface Rest {
	readonly vpn: number;
	readonly end: number;
	readonly retry: boolean;
}

/** Touches the pages of the operation's range, or what is left of it from `rest.vpn` on. */
export function runAccess(m: Machine, process: Process, operation: Operation, rest?: Rest): RunEnd {
	if (!isAccess(operation)) return { kind: "returned", result: resultOf(EINVAL) };
	const start = rest?.vpn ?? pageOf(process, operation.range);
	if (start === null) return { kind: "returned", result: resultOf(EINVAL) };
	// Each page of the range is touched at the same offset within it.
	const first = Math.floor(start);
	const end = rest?.end ?? first + pagesOf(operation.range.length);
	const ended = accessRange(m, process, first, end, storeOf(m, process, operation), rest?.retry ?? false);
	if (ended === "done") return { kind: "returned", result: OK };
	return ended === "sigsegv" ? { kind: "killed" } : { kind: "fault", fault: ended, end };
}

/** madvise(); a populate that had to wait goes on from page `from`. */
export function runMadvise(m: Machine, process: Process, operation: Madvise, from?: number): RunEnd {
	const start = pageOf(process, operation.range);
	if (start === null || !Number.isInteger(start)) return { kind: "returned", result: resultOf(EINVAL) };
	const end = start + pagesOf(operation.range.length);
	const ended = doMadvise(m, process, from ?? start, end, operation.advice);
	return typeof ended === "number" ? { kind: "returned", result: resultOf(ended) } : { kind: "fault", fault: ended, end };
}

function isAccess(operation: Operation): operation is Access {
	return operation.kind === "read" || operation.kind === "write" || operation.kind === "store" || operation.kind === "fill";
}

/** The constant that `store` writes. */
const STORED_BYTE = 7;

/** What the operation leaves in a page; null for a read. */
function storeOf(m: Machine, process: Process, operation: Access): Store | null {
	switch (operation.kind) {
		case "read":
			return null;
		case "write":
			// A value that is never zero and differs from page to page, wrapping from 255 to 1.
			return (before) => {
				m.change(process, "stamp", (process.stamp % 255) + 1);
				return (before & 0xff00) | process.stamp;
			};
		case "store":
			return (before) => (before & 0xff00) | STORED_BYTE;
		case "fill":
			return () => (operation.byte << 8) | operation.byte;
	}
}

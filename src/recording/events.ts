/** Events as recordings write them, one string each, to and from `KernelEvent`. Source: the recorder's own output lines. */
import { type KernelEvent, NO_EXIT_CODE } from "../sim/include/event.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";

/** How many UTF-16 units an event may have. */
export const MAX_EVENT_LENGTH = 200;

const PLACE = "(0x[0-9a-f]{1,16}|[A-Za-z][A-Za-z0-9_.-]{0,22}\\+0x[0-9a-f]{1,16})";
const NUMBER = "(0|[1-9][0-9]{0,15})";
const SIGNED = "(0|-?[1-9][0-9]{0,15})";
const HEX = "0x(0|[1-9a-f][0-9a-f]{0,12})";

type Reader = readonly [RegExp, (...groups: string[]) => KernelEvent];

const pattern = (source: string) => new RegExp(`^${source}$`);

const READERS: readonly Reader[] = [
	[
		pattern(`event ([A-Z]) pagefault ${PLACE} flags=${HEX}`),
		(process, at, flags) => ({ kind: "pagefault", process, at, flags: hex(flags) }),
	],
	[pattern("event ([A-Z]) fork"), (process) => ({ kind: "fork_event", process })],
	[
		pattern(`event ([A-Z]) remap ${PLACE} -> ${PLACE} len=${HEX}`),
		(process, from, to, length) => ({ kind: "remap_event", process, from, to, length: hex(length) }),
	],
	[
		pattern(`event ([A-Z]) remove ${PLACE} len=${HEX}`),
		(process, at, length) => ({ kind: "remove_event", process, at, length: hex(length) }),
	],
	[
		pattern(`event ([A-Z]) unmap ${PLACE} len=${HEX}`),
		(process, at, length) => ({ kind: "unmap_event", process, at, length: hex(length) }),
	],
	[pattern("blocked ([A-Z])"), (process) => ({ kind: "blocked", process })],
	[
		pattern(`unblocked ([A-Z]) ret=${SIGNED} errno=${NUMBER}`),
		(process, ret, errno) => ({ kind: "unblocked", process, ret: Number(ret), errno: Number(errno) }),
	],
	[pattern(`died ([A-Z]) code=${NUMBER}`), (process, code) => ({ kind: "died", process, code: Number(code) })],
	[pattern("died ([A-Z])"), (process) => ({ kind: "died", process, code: NO_EXIT_CODE })],
	[pattern("skipped ([A-Z]) is blocked"), (process) => ({ kind: "skipped", process, why: "blocked" })],
	[pattern("skipped ([A-Z]) is dead"), (process) => ({ kind: "skipped", process, why: "dead" })],
	[
		pattern(`moved ok=${NUMBER} other=${NUMBER} status=${SIGNED}`),
		(ok, other, status) => ({ kind: "moved", ok: Number(ok), other: Number(other), status: Number(status) }),
	],
	[
		pattern(`scanned ${PLACE} pages=${NUMBER} categories=${HEX}`),
		(at, pages, categories) => ({ kind: "scanned", at, pages: Number(pages), categories: hex(categories) }),
	],
];

/** The event that `text` spells, or null when it spells none. */
export function parseEvent(text: string): KernelEvent | null {
	if (text.length > MAX_EVENT_LENGTH) return null;
	for (const [shape, build] of READERS) {
		const match = shape.exec(text);
		if (match !== null) return build(...match.slice(1));
	}
	return null;
}

/** The event as recordings spell it. */
export function printEvent(event: KernelEvent): string {
	switch (event.kind) {
		case "pagefault":
			return `event ${event.process} pagefault ${event.at} flags=0x${event.flags.toString(16)}`;
		case "fork_event":
			return `event ${event.process} fork`;
		case "remap_event":
			return `event ${event.process} remap ${event.from} -> ${event.to} len=0x${event.length.toString(16)}`;
		case "remove_event":
			return `event ${event.process} remove ${event.at} len=0x${event.length.toString(16)}`;
		case "unmap_event":
			return `event ${event.process} unmap ${event.at} len=0x${event.length.toString(16)}`;
		case "blocked":
			return `blocked ${event.process}`;
		case "unblocked":
			return `unblocked ${event.process} ret=${event.ret} errno=${event.errno}`;
		case "died":
			return event.code === NO_EXIT_CODE ? `died ${event.process}` : `died ${event.process} code=${event.code}`;
		case "skipped":
			return `skipped ${event.process} is ${event.why}`;
		case "moved":
			return `moved ok=${event.ok} other=${event.other} status=${event.status}`;
		// Two that no recorder writes.
		case "migrating":
			return `migrating folios=${event.folios} other=${event.other} status=${event.status}`;
		case "oops":
			return `oops ${event.process} at ${event.at}`;
		case "scanned":
			return `scanned ${event.at} pages=${event.pages} categories=0x${event.categories.toString(16)}`;
	}
}

/** Region and page that a place names, or null when it lies outside every region. */
export function pageOfPlace(place: string): { readonly region: string; readonly page: number } | null {
	const match = /^([A-Za-z][A-Za-z0-9_.-]*)\+0x([0-9a-f]{1,13})$/.exec(place);
	if (match === null) return null;
	const [, region = "", offset = "0"] = match;
	return { region, page: Math.floor(hex(offset) / PAGE_SIZE) };
}

function hex(digits: string): number {
	return Number.parseInt(digits, 16);
}

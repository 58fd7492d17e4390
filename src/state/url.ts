/**
 * A link holds the scenario (its name, or the edited script, deflated), kernel, source, cursor, selection and lens:
 * `#v1&s=thp-split-dontneed&k=4.6.2&src=recording&at=5&sel=A.heap.3&lens=soft-dirty`. Links are for ever: a change of meaning takes a new
 * version and an upgrader here. Links come from outside: everything is bounded, and what is wrong is named.
 */
import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";
import * as v from "valibot";
import { err, ok, type Result } from "../base/result.ts";
import type { Cursor } from "../history/film.ts";
import { LENSES, type Lens } from "../layout/lens.ts";
import { MAX_STEPS } from "../scenario/parse.ts";

import type { Selection, Source } from "./stage.ts";

export const LINK_VERSION = 1;

export interface Link {
	/** Name of the recording; empty for a scenario of one's own. */
	readonly scenario: string;
	/** The edited script as text, one step a line. */
	readonly script?: string;
	/** A derived kernel names what is flipped: `6.1~splitCarriesSoftDirty`. */
	readonly kernel?: string;
	readonly source?: Source;
	readonly cursor?: Cursor;
	readonly selection?: Selection;
	readonly lens?: Lens;
}

/** Browsers take more, mail programs less; an honest link is far below. */
const MAX_LINK = 200_000;
/** Largest script in a link, in bytes: a deflated bomb stops here. */
const MAX_SCRIPT = 1_000_000;

const SCENARIO_NAME = /^[a-z0-9][a-z0-9._-]{0,79}$/i;
const KERNEL_ID = /^[a-z0-9][a-z0-9._-]{0,39}$/i;
const POSITION = /^(\d{1,6})(?:\.(\d{1,6}))?$/;
const SELECTION = /^([A-Za-z0-9_]{1,16})\.([A-Za-z0-9_-]{1,64})\.(\d{1,15})$/;

const field = (pattern: RegExp, expected: string) => v.optional(v.pipe(v.string(), v.regex(pattern, expected)));

const FIELDS = v.object({
	s: field(SCENARIO_NAME, "the name of a scenario"),
	e: field(/^[A-Za-z0-9_-]*$/, "a packed script"),
	k: field(KERNEL_ID, "the id of a kernel, as 4.6.2"),
	/** Differences of that kernel which are flipped: a derived kernel. */
	drop: field(/^[A-Za-z0-9]{1,40}(?:,[A-Za-z0-9]{1,40}){0,63}$/, "names of kernel differences, as splitCarriesSoftDirty"),
	src: v.optional(v.picklist(["recording", "model"], "recording or model")),
	at: v.optional(
		v.pipe(
			v.string(),
			v.regex(POSITION, "STEP or STEP.MICRO"),
			v.transform((text) => text.split(".").map(Number)),
			v.check(([step = 0]) => step <= MAX_STEPS, `a step up to ${MAX_STEPS}`),
			v.transform(([step = 0, micro = 0]): Cursor => ({ step, micro })),
		),
	),
	sel: field(SELECTION, "PROCESS.REGION.PAGE"),
	lens: v.optional(v.picklist(LENSES, `one of ${LENSES.join(", ")}`)),
});

function toBase64Url(bytes: Uint8Array): string {
	let binary = "";
	for (const byte of bytes) binary += String.fromCharCode(byte);
	return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function packScript(script: string): string {
	return toBase64Url(deflateSync(strToU8(script), { level: 9 }));
}

function unpackScript(packed: string): Result<string, string> {
	try {
		const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
		// Deflate grows a byte to at most 1032; the buffer bounds what a bomb can fill, and a full buffer is refused.
		const room = Math.min(MAX_SCRIPT, bytes.length * 1032) + 1;
		const plain = inflateSync(bytes, { out: new Uint8Array(room) });
		if (plain.length >= room) return err(`a script of at most ${MAX_SCRIPT} bytes`);
		return ok(strFromU8(plain));
	} catch {
		return err("a packed script (it is cut off or was changed)");
	}
}

/** The hash of a link, `#` included. */
export function linkHash(link: Link): string {
	const parts = [`v${LINK_VERSION}`];
	const put = (key: string, value: string) => parts.push(`${key}=${encodeURIComponent(value)}`);
	if (link.scenario !== "") put("s", link.scenario);
	if (link.script !== undefined) put("e", packScript(link.script));
	if (link.kernel !== undefined && link.kernel !== "") {
		const [kernel = "", flips] = link.kernel.split("~", 2);
		put("k", kernel);
		if (flips !== undefined) put("drop", flips);
	}
	if (link.source !== undefined) put("src", link.source);
	if (link.cursor !== undefined) put("at", link.cursor.micro > 0 ? `${link.cursor.step}.${link.cursor.micro}` : String(link.cursor.step));
	if (link.selection !== undefined) put("sel", `${link.selection.process}.${link.selection.region}.${link.selection.page}`);
	if (link.lens !== undefined) put("lens", link.lens);
	return `#${parts.join("&")}`;
}

function readSelection(text: string | undefined): Selection | undefined {
	const [, process, region, page] = SELECTION.exec(text ?? "") ?? [];
	return process === undefined || region === undefined ? undefined : { process, region, page: Number(page) };
}

function shortened(text: string): string {
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** What a hash asks for: null for an empty one, else the link, or what is wrong with it in words fit to be shown. */
export function parseLinkHash(hash: string): Result<Link | null, string> {
	const text = hash.replace(/^#/, "");
	if (text === "") return ok(null);
	if (text.length > MAX_LINK) return err(`The link is longer than ${MAX_LINK} characters and was not opened.`);
	const [version = "", ...rest] = text.split("&");
	const number = /^v(\d{1,4})$/.exec(version)?.[1];
	if (number === undefined) return err(`This is no Pagewalk link: it starts with “${shortened(version)}”, expected “v${LINK_VERSION}”.`);
	if (Number(number) !== LINK_VERSION) return err(`This link is of version ${number}; this Pagewalk reads version ${LINK_VERSION}.`);
	const fields = v.safeParse(FIELDS, Object.fromEntries(new URLSearchParams(rest.join("&"))));
	if (!fields.success) {
		const [issue] = fields.issues;
		const key = String(issue.path?.[0]?.key ?? "");
		return err(`The link says “${key}=${shortened(String(issue.input))}”; expected ${issue.message}.`);
	}
	const { s, e, k, drop, src, at, sel, lens } = fields.output;
	if (s === undefined && e === undefined) return err("The link names no scenario: expected “s=” or “e=”.");
	const script = e === undefined ? null : unpackScript(e);
	if (script !== null && !script.ok) return err(`The link's “e=” could not be read; expected ${script.error}.`);
	const selection = readSelection(sel);
	return ok({
		scenario: s ?? "",
		...(script === null ? {} : { script: script.value }),
		...(k === undefined ? {} : { kernel: drop === undefined ? k : `${k}~${drop}` }),
		...(src === undefined ? {} : { source: src }),
		...(at === undefined ? {} : { cursor: at }),
		...(selection === undefined ? {} : { selection }),
		...(lens === undefined ? {} : { lens }),
	});
}

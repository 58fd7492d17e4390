/**
 * A link holds the scenario (its name, or the edited script or branches, packed), kernel, source, cursor, selection, lens, and what the
 * run gave: `#v2&s=thp-split-dontneed&k=4.6.2&src=recording&at=5&sel=A.heap.3&lens=soft-dirty&c=…`. Links are for ever: each version
 * has a reader that makes a link of today of it. Links come from outside: everything is bounded, and what is wrong is named.
 */
import { err, ok, type Result } from "../base/result.ts";
import type { Link } from "./link_type.ts";
import { readLinkV1 } from "./link_v1.ts";
import { LINK_FIELDS, readLinkV2 } from "./link_v2.ts";

/** The version that links are written in. */
const LINK_VERSION = 2;

/** Browsers take more, mail programs less; an honest link is far below. */
export const MAX_LINK = 200_000;

/** By version: what the fields say as a link of today, or the key and what was expected there, on two lines. */
const READERS: Readonly<Record<number, (params: Readonly<Record<string, string>>) => Result<Link, string>>> = {
	1: readLinkV1,
	2: readLinkV2,
};

/** The hash of a link, `#` included. */
export function linkHash(link: Link): string {
	const parts = LINK_FIELDS.flatMap(({ key, write }) => {
		const value = write(link);
		return value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`];
	});
	return `#${[`v${LINK_VERSION}`, ...parts].join("&")}`;
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
	const read = READERS[Number(number)];
	if (read === undefined) return err(`This link is of version ${number}; this Pagewalk reads versions up to ${LINK_VERSION}.`);
	const params: Record<string, string> = Object.fromEntries(new URLSearchParams(rest.join("&")));
	const link = read(params);
	if (!link.ok) {
		const [key = "", expected = ""] = link.error.split("\n");
		const packed = key === "e" || key === "t" || key === "c";
		const said = packed ? `The link's “${key}=” could not be read` : `The link says “${key}=${shortened(params[key] ?? "")}”`;
		return err(`${said}; expected ${expected}.`);
	}
	const { scenario, script, branches } = link.value;
	if (scenario === "" && script === undefined && branches === undefined)
		return err("The link names no scenario: expected “s=”, “e=” or “t=”.");
	return ok(link.value);
}

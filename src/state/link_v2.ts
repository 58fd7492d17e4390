/**
 * Links of version 2: one entry a field, each saying how it is written, read and what was expected. A new optional field is a new entry
 * and needs no new version; readers pass over fields that they do not know. A change of meaning does.
 */
import * as v from "valibot";
import { err, ok, type Result } from "../base/result.ts";
import { SUBJECTS } from "../history/inquiry.ts";
import { LENSES } from "../layout/lens.ts";
import type { Link } from "./link_type.ts";
import {
	COMPARED,
	comparedOf,
	cursorField,
	cursorText,
	KERNEL_OR_DERIVED,
	MAX_SCRIPT,
	SCENARIO_NAME,
	SELECTION,
	selectionOf,
} from "./link_words.ts";
import { pack, unpack } from "./packing.ts";
import type { CompareTarget, Watch } from "./stage.ts";
import { TREE_TEXT, treeFromText } from "./tree_text.ts";
import { MOST_WATCHES } from "./watches.ts";

interface LinkField {
	readonly key: string;
	/** undefined: the link has none. */
	readonly write: (link: Link) => string | undefined;
	/** What it says, or what was expected. */
	readonly read: (text: string) => Result<Partial<Link>, string>;
}

/** What scripts are likely to say, the likeliest last. Part of version 2 for ever: links were packed with it. */
const DICTIONARY = `{"branches":[{"inserted":"A: map heap 32K","of":0,"length":5,"at":4,"removed":1,"grown":"B: exit"}],"head":{"branch":1,"length":7}}
# A: uffd zeropage heap shared policy default node0 prober_cpu 1
A: uffd copy heap+0x5000 wp
B: write heap+0x1000
B: read heap
A: scan heap 64K anyof=0x1 all=0x2 wp check
A: uffd open wp|wp_async|wp_unpopulated
A: uffd register heap 64K missing+wp
A: uffd protect heap 64K
A: uffd unprotect heap 2M
A: swap_out heap 64K
A: advise heap 64K pageout
A: advise heap 64K cold
A: advise heap 2M collapse
A: protect heap+0x2000 4K r
A: remap heap 64K to moved
A: migrate heap 2M node1
ksm run
A: unmap heap 4K
A: map heap 64K rw
A: fork B
A: read heap+0x3000
A: write heap 64K
A: map heap 2M
A: advise heap 2M hugepage
A: write heap 2M
A: advise heap+1M 4K dontneed
A: map heap 4M
A: advise heap 4M hugepage
A: clear_refs
A: write heap+0x3000
A: write heap`;

/** Characters of a packed tree of branches; a larger one stays where it was made, and the link has the branch on the screen. */
const MAX_TREE = 1200;

const text = (key: "scenario" | "kernel", name: string, pattern: RegExp, expected: string): LinkField => ({
	key: name,
	write: (link) => (link[key] === "" ? undefined : link[key]),
	read: (value) => (pattern.test(value) ? ok({ [key]: value }) : err(expected)),
});

const BRANCH = /^branch\.(\d{1,4})$/;
const WATCH = /^(.+)\.([a-z]+)\.([\w -]{1,40})$/;
const CHECK = /^([A-Za-z0-9_-]{8})([A-Za-z0-9_-]{0,64})$/;

export const LINK_FIELDS: readonly LinkField[] = [
	text("scenario", "s", SCENARIO_NAME, "the name of a scenario"),
	{
		key: "e",
		write: (link) => (link.script === undefined || packedTree(link) !== undefined ? undefined : packedScript(link.script)),
		read(packed) {
			const script = unpack(packed, MAX_SCRIPT, "a packed script", DICTIONARY);
			return script.ok ? ok({ script: script.value }) : script;
		},
	},
	{ key: "t", write: packedTree, read: readTree },
	text("kernel", "k", KERNEL_OR_DERIVED, "the id of a kernel, as 4.6.2"),
	{
		key: "src",
		write: ({ source }) => source,
		read: (value) => (value === "recording" || value === "model" ? ok({ source: value }) : err("recording or model")),
	},
	{
		key: "at",
		write: ({ cursor }) => (cursor === undefined ? undefined : cursorText(cursor)),
		read(value) {
			const cursor = v.safeParse(cursorField, value);
			return cursor.success ? ok({ cursor: cursor.output }) : err(cursor.issues[0].message);
		},
	},
	{
		key: "sel",
		write: ({ selection }) => (selection === undefined ? undefined : `${selection.process}.${selection.region}.${selection.page}`),
		read(value) {
			const selection = SELECTION.test(value) ? selectionOf(value) : undefined;
			return selection === undefined ? err("PROCESS.REGION.PAGE") : ok({ selection });
		},
	},
	{
		key: "lens",
		write: ({ lens }) => lens,
		read(value) {
			const lens = LENSES.find((each) => each === value);
			return lens === undefined ? err(`one of ${LENSES.join(", ")}`) : ok({ lens });
		},
	},
	{
		key: "cmp",
		write: (link) => (link.compare === undefined ? undefined : comparedText(link.compare, link)),
		read(value) {
			const [, branch] = BRANCH.exec(value) ?? [];
			if (branch !== undefined) return ok({ compare: { kind: "branch", branch: Number(branch) } });
			const compare = COMPARED.test(value) ? comparedOf(value) : undefined;
			return compare === undefined ? err("recording.KERNEL, model.KERNEL, step.NUMBER or branch.NUMBER") : ok({ compare });
		},
	},
	{
		key: "w",
		write: ({ watches = [] }) =>
			watches.length === 0
				? undefined
				: watches.map(({ process, region, page, subject, key }) => `${process}.${region}.${page}.${subject}.${key}`).join(","),
		read(value) {
			const watches = value.split(",", MOST_WATCHES + 1).map(watchOf);
			const known = watches.filter((watch) => watch !== undefined);
			return known.length < watches.length || watches.length > MOST_WATCHES
				? err(`at most ${MOST_WATCHES} times PROCESS.REGION.PAGE.SUBJECT.BIT, with commas between`)
				: ok({ watches: known });
		},
	},
	{
		key: "c",
		write: ({ promise }) => (promise === undefined ? undefined : promise.check + promise.marks),
		read(value) {
			const [, check, marks] = CHECK.exec(value) ?? [];
			return check === undefined || marks === undefined
				? err("a checksum of eight letters and its marks")
				: ok({ promise: { check, marks } });
		},
	},
];

/** A branch is a number in the tree that the link brings along; without the tree it means nothing. */
function comparedText(compare: CompareTarget, link: Link): string | undefined {
	switch (compare.kind) {
		case "branch":
			return packedTree(link) === undefined ? undefined : `branch.${compare.branch}`;
		case "step":
			return `step.${compare.step}`;
		case "kernel":
			return `${compare.source}.${compare.kernel}`;
	}
}

function watchOf(text: string): Watch | undefined {
	const [, place, subjectName, key] = WATCH.exec(text) ?? [];
	const selection = place !== undefined && SELECTION.test(place) ? selectionOf(place) : undefined;
	const subject = SUBJECTS.find((each) => each === subjectName);
	return selection === undefined || subject === undefined || key === undefined ? undefined : { ...selection, subject, key };
}

/** The script that was packed last: moving about in it changes the link and not the script. */
let last = { script: "", packed: "" };

function packedScript(script: string): string {
	if (last.script !== script || last.packed === "") last = { script, packed: pack(script, DICTIONARY) };
	return last.packed;
}

const packedTrees = new WeakMap<object, string | null>();

function packedTree({ branches }: Link): string | undefined {
	if (branches === undefined) return undefined;
	const known = packedTrees.get(branches);
	if (known !== undefined) return known ?? undefined;
	const plain = JSON.stringify(branches);
	const packed = plain.length > MAX_TREE * 20 ? null : pack(plain, DICTIONARY);
	const short = packed !== null && packed.length <= MAX_TREE ? packed : null;
	packedTrees.set(branches, short);
	return short ?? undefined;
}

function readTree(packed: string): Result<Partial<Link>, string> {
	const expected = "packed branches";
	const plain = unpack(packed, MAX_SCRIPT, expected, DICTIONARY);
	if (!plain.ok) return plain;
	let json: unknown;
	try {
		json = JSON.parse(plain.value);
	} catch {
		return err(`${expected} (they are no JSON)`);
	}
	const branches = v.safeParse(TREE_TEXT, json);
	if (!branches.success) return err(`${expected} (${branches.issues[0].message})`);
	const tree = treeFromText(branches.output);
	return tree.ok ? ok({ branches: branches.output }) : err(`${expected} (${tree.error})`);
}

/** Reads the fields of a link of version 2; an error is the key and what was expected, on two lines. */
export function readLinkV2(params: Readonly<Record<string, string>>): Result<Link, string> {
	let link: Link = { scenario: "" };
	for (const { key, read } of LINK_FIELDS) {
		const value = params[key];
		if (value === undefined) continue;
		const part = read(value);
		if (!part.ok) return err(`${key}\n${part.error}`);
		link = { ...link, ...part.value };
	}
	const { compare, branches } = link;
	if (compare?.kind === "branch" && compare.branch >= (branches?.branches.length ?? 0))
		return err("cmp\nthe number of a branch that the link brings along");
	return ok(link);
}

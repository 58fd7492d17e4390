/** A session: a scenario that somebody edited, with all its branches, and where they stood. As it is kept and as it goes into a file. */
import * as v from "valibot";
import type { Result } from "../base/result.ts";
import type { Committed } from "../history/branches.ts";
import { SUBJECTS } from "../history/inquiry.ts";
import { LENSES } from "../layout/lens.ts";
import { MAX_STEPS } from "../scenario/parse.ts";
import { KERNEL_OR_DERIVED } from "./link_words.ts";
import type { ScenarioLine } from "./scenario_lines.ts";
import { TREE_TEXT, treeFromText } from "./tree_text.ts";
import { MOST_WATCHES } from "./watches.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const kernel = v.pipe(v.string(), v.regex(KERNEL_OR_DERIVED, "expected the id of a kernel, as 4.6.2"));
const word = v.pipe(v.string(), v.maxLength(80));
const PLACE = { process: word, region: word, page: v.pipe(count, v.safeInteger()) };

export const SESSION_VERSION = 1;

export const SESSION = v.object({
	version: v.literal(SESSION_VERSION),
	/** Milliseconds since 1970 when it was begun; no two in one browser have the same. */
	id: v.pipe(count, v.safeInteger()),
	/** Given by the person; empty: told by the scenario. */
	name: v.pipe(v.string(), v.maxLength(80)),
	/** Name of the recording that it began as; empty: none. */
	scenario: v.pipe(v.string(), v.regex(/^(?:[a-z0-9][a-z0-9._-]{0,79})?$/i, "expected the name of a recording, or nothing")),
	title: v.pipe(v.string(), v.maxLength(2000)),
	...TREE_TEXT.entries,
	kernel,
	source: v.picklist(["recording", "model"]),
	cursor: v.object({ step: v.pipe(count, v.maxValue(MAX_STEPS)), micro: count }),
	/** How it was looked at. */
	view: v.optional(
		v.object({
			selection: v.optional(v.object(PLACE)),
			lens: v.optional(v.picklist(LENSES)),
			compare: v.optional(
				v.variant("kind", [
					v.object({ kind: v.literal("kernel"), kernel, source: v.picklist(["recording", "model"]) }),
					v.object({ kind: v.literal("branch"), branch: count }),
					v.object({ kind: v.literal("step"), step: v.pipe(count, v.maxValue(MAX_STEPS)) }),
				]),
			),
			watches: v.optional(v.pipe(v.array(v.object({ ...PLACE, subject: v.picklist(SUBJECTS), key: word })), v.maxLength(MOST_WATCHES))),
		}),
	),
	/** Milliseconds since 1970. */
	saved: v.pipe(v.number(), v.minValue(0)),
});

export type Session = v.InferOutput<typeof SESSION>;

/** What was kept as a session; null for what is none, since there is nobody left to tell what it should be. */
export function readSession(kept: unknown): Session | null {
	const read = v.safeParse(SESSION, kept);
	return read.success && treeFromText(read.output).ok ? read.output : null;
}

export function branchesOfSession(session: Session): Result<Committed<ScenarioLine>, string> {
	return treeFromText(session);
}

/** What a person calls it. */
export function sessionName({ name, scenario }: Session): string {
	return name !== "" ? name : scenario !== "" ? `${scenario}, edited` : "new scenario";
}

/** Links of version 1, as they were made until November 2026. They open for ever: nothing here may change what they mean. */
import * as v from "valibot";
import { err, ok, type Result } from "../base/result.ts";
import { LENSES } from "../layout/lens.ts";
import type { Link } from "./link_type.ts";
import { cursorField, KERNEL_ID, MAX_SCRIPT, SCENARIO_NAME, SELECTION, selectionOf } from "./link_words.ts";
import { unpack } from "./packing.ts";

const field = (pattern: RegExp, expected: string) => v.optional(v.pipe(v.string(), v.regex(pattern, expected)));

const FIELDS = v.object({
	s: field(SCENARIO_NAME, "the name of a scenario"),
	e: field(/^[A-Za-z0-9_-]*$/, "a packed script"),
	k: field(KERNEL_ID, "the id of a kernel, as 4.6.2"),
	src: v.optional(v.picklist(["recording", "model"], "recording or model")),
	at: v.optional(cursorField),
	sel: field(SELECTION, "PROCESS.REGION.PAGE"),
	lens: v.optional(v.picklist(LENSES, `one of ${LENSES.join(", ")}`)),
});

/** Reads the fields of a link of version 1, as a link of today. */
export function readLinkV1(params: Readonly<Record<string, string>>): Result<Link, string> {
	const fields = v.safeParse(FIELDS, params);
	if (!fields.success) {
		const [issue] = fields.issues;
		return err(`${String(issue.path?.[0]?.key ?? "")}\n${issue.message}`);
	}
	const { s, e, k, src, at, sel, lens } = fields.output;
	const script = e === undefined ? null : unpack(e, MAX_SCRIPT, "a packed script");
	if (script !== null && !script.ok) return err(`e\n${script.error}`);
	const selection = selectionOf(sel);
	return ok({
		scenario: s ?? "",
		...(script === null ? {} : { script: script.value }),
		...(k === undefined ? {} : { kernel: k }),
		...(src === undefined ? {} : { source: src }),
		...(at === undefined ? {} : { cursor: at }),
		...(selection === undefined ? {} : { selection }),
		...(lens === undefined ? {} : { lens }),
	});
}

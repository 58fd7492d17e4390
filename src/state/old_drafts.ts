/** Drafts as Pagewalk kept them until November 2026: one script each. Fetched only where there are some. */
import * as v from "valibot";
import { err, ok, type Result } from "../base/result.ts";
import { MAX_TEXT_LENGTH } from "../scenario/parse.ts";
import { readSession, SESSION_VERSION, type Session } from "./session.ts";
import { treeFromText } from "./tree_text.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const OLD_DRAFTS = v.object({
	open: v.nullable(v.number()),
	drafts: v.array(
		v.object({
			id: v.pipe(count, v.safeInteger()),
			name: v.string(),
			title: v.string(),
			script: v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH)),
			kernel: v.string(),
			saved: v.number(),
		}),
	),
});

/** The sessions that they become, and which of them was on the screen. */
export function sessionsOfDrafts(stored: string): Result<{ readonly open: number | null; readonly sessions: readonly Session[] }, string> {
	let json: unknown;
	try {
		json = JSON.parse(stored);
	} catch {
		return err("the drafts are no JSON");
	}
	const read = v.safeParse(OLD_DRAFTS, json);
	if (!read.success) return err("the drafts cannot be read");
	const sessions = read.output.drafts.flatMap(({ id, name, title, script, kernel, saved }) => {
		const length = script === "" ? 0 : script.split("\n").filter((row) => row.trim() !== "").length;
		const branches = [{ inserted: script }];
		const kept = { version: SESSION_VERSION, id, name: "", scenario: name, title, branches, kernel, source: "model", saved };
		const session = readSession({ ...kept, head: { branch: 0, length: 0 }, cursor: { step: 0, micro: 0 } });
		const tree = session === null ? null : treeFromText({ branches: session.branches, head: { branch: 0, length: 0 } });
		if (session === null || tree === null || !tree.ok) return [];
		const steps = Math.min(length, tree.value.tree.branches[0]?.inserted.length ?? 0);
		return [{ ...session, head: { branch: 0, length: steps }, cursor: { step: steps, micro: 0 } }];
	});
	return ok({ open: read.output.open, sessions });
}

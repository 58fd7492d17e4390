import { describe, expect, test } from "vitest";
import { type DraftAction, type Drafts, NO_DRAFTS, recallable, reduceDrafts } from "./drafts.ts";

function drafted(...actions: readonly DraftAction[]): Drafts {
	return actions.reduce(reduceDrafts, NO_DRAFTS);
}

const EDIT_3 = { kind: "edit", id: 3 } as const;

describe("drafts", () => {
	test("what was typed and closed is offered again at the same place", () => {
		const closed = drafted(
			{ kind: "open", place: EDIT_3, text: "write heap", view: "line" },
			{ kind: "type", key: "draft-1", text: "write heap+0x3" },
			{ kind: "cancel", key: "draft-1" },
			{ kind: "open", place: EDIT_3, text: "write heap", view: "line" },
		);
		const [draft] = closed.open;
		expect(draft?.text).toBe("write heap");
		expect(draft && recallable(closed, draft)).toBe("write heap+0x3");
		const recalled = reduceDrafts(closed, { kind: "recall", key: "draft-2" });
		expect(recalled.open[0]?.text).toBe("write heap+0x3");
		expect(recalled.open[0] && recallable(recalled, recalled.open[0])).toBeNull();
	});

	test("a saved text is not offered again, nor one that was not changed", () => {
		const opened = { kind: "open", place: EDIT_3, text: "write heap", view: "line" } as const;
		expect(drafted(opened, { kind: "cancel", key: "draft-1" }).kept.size).toBe(0);
		expect(drafted(opened, { kind: "type", key: "draft-1", text: "read heap" }, { kind: "saved", key: "draft-1" }).kept.size).toBe(0);
	});

	test("opening a second editor leaves the first one as it is", () => {
		const two = drafted(
			{ kind: "open", place: EDIT_3, text: "write heap", view: "line" },
			{ kind: "type", key: "draft-1", text: "half typ" },
			{ kind: "open", place: { kind: "insert", after: 3 }, text: "", view: "form" },
		);
		expect(two.open.map((draft) => [draft.key, draft.text, draft.view])).toEqual([
			["draft-1", "half typ", "line"],
			["draft-2", "", "form"],
		]);
	});

	test("opening the same place again keeps the text and takes the wanted view", () => {
		const again = drafted(
			{ kind: "open", place: EDIT_3, text: "write heap", view: "line" },
			{ kind: "type", key: "draft-1", text: "half typ" },
			{ kind: "open", place: EDIT_3, text: "write heap", view: "form" },
		);
		expect(again.open).toHaveLength(1);
		expect(again.open[0]).toMatchObject({ text: "half typ", view: "form" });
	});
});

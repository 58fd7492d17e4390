import { expect, test } from "vitest";
import type { Spans } from "../base/spans.ts";
import { WpWatch } from "./wp_watch.ts";

/** Spans as text: `watched 0+4`. */
function told(watch: WpWatch): string {
	const parts: [string, Spans][] = Object.entries(watch.parts);
	return parts
		.filter(([, spans]) => !spans.isEmpty)
		.map(([part, { list }]) => `${part} ${list.map(({ at, n }) => `${at}+${n}`).join(",")}`)
		.join("; ");
}

const ARMED = WpWatch.NONE.arm(0, 4);

test.each([
	["a store without a message is silent", ARMED.store(1, 1), "watched 0+4; written 1+1; silent 1+1"],
	[
		"a message comes first, then the answer, then the store",
		ARMED.message(1).open(1, 1).store(1, 1),
		"watched 0+1,2+2; told 1+1; answered 1+1; written 1+1",
	],
	["a wide answer takes all its pages as written", ARMED.message(1).open(0, 4), "told 1+1; answered 0+4"],
	["opening without a message only stops watching", ARMED.open(0, 4).store(2, 1), ""],
	["a silent store stays known when watching stops", ARMED.store(1, 1).open(0, 4), "written 1+1; silent 1+1"],
	["a page armed again begins anew", ARMED.store(1, 1).arm(1, 1), "watched 0+4"],
	["a page that was never armed raises a message", ARMED.message(9), "watched 0+4; unasked 9+1"],
	["what the program drops is no loss", ARMED.store(1, 1).drop(0, 4), "watched 0+4; dropped 1+1"],
	["written again after the drop", ARMED.store(1, 1).drop(0, 4).store(1, 1), "watched 0+4; written 1+1; silent 1+1"],
	["nothing is known where nothing is registered", ARMED.store(1, 1).keep([{ at: 2, n: 9 }]), "watched 2+2"],
	["all of it moves along", ARMED.store(1, 1).move(1, 2, 101), "watched 0+1,3+1,101+2; written 101+1; silent 101+1"],
	["the manager's own copy ends the watch", ARMED.forget(0, 2), "watched 2+2"],
])("%s", (_, watch, expected) => {
	expect(told(watch)).toBe(expected);
});

test("a value never changes, and what changes nothing is the same value", () => {
	const written = ARMED.store(1, 1);
	expect(told(ARMED)).toBe("watched 0+4");
	expect(written.store(1, 1)).toBe(written);
	expect(written.keep([{ at: 0, n: 8 }])).toBe(written);
	expect(ARMED.drop(0, 4)).toBe(ARMED);
	expect(ARMED.forget(0, 4)).toBe(WpWatch.NONE);
});

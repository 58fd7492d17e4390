import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Cursor } from "../../history/film.ts";
import { fakeMicroStep, fakeStep } from "../../state/fake_films.ts";
import { Timeline } from "./timeline.tsx";

const film = {
	steps: [
		fakeStep("map heap 4M"),
		fakeStep("write heap", 2),
		fakeStep("write heap+0x1000", 0, { status: "blocked" }),
		fakeStep("unmap heap 5M", 0, { result: { ret: -1, errno: 22 } }),
	],
};

const inside = ["micro1", "micro2"].map(fakeMicroStep);

function shown(cursor: Cursor) {
	const onGoTo = vi.fn();
	const agreement = film.steps.map((_, at) => ({
		status: at === 1 ? ("differs" as const) : ("as-recorded" as const),
		aspects: ["entries"],
	}));
	render(<Timeline film={film} cursor={cursor} agreement={agreement} inside={inside} onGoTo={onGoTo} />);
	return { slider: screen.getByRole("slider", { name: "Timeline" }), onGoTo };
}

test.each([
	[{ step: 0, micro: 0 }, "before the first of 4 steps"],
	[{ step: 3, micro: 0 }, "after step 3: write heap+0x1000, the process is blocked (of 4)"],
	[{ step: 4, micro: 0 }, "after step 4: unmap heap 5M, the kernel answers with an error (of 4)"],
	[{ step: 1, micro: 1 }, "in step 2: write heap, differs from the recording: entries; micro-step 1 of 2: fn_micro1, micro1"],
])("says where it stands (%#)", (cursor, words) => {
	expect(shown(cursor).slider.getAttribute("aria-valuetext")).toBe(words);
});

test.each([
	["ArrowRight", false, { step: 2, micro: 0 }],
	["ArrowLeft", false, { step: 0, micro: 0 }],
	["ArrowRight", true, { step: 1, micro: 1 }],
	["ArrowUp", false, { step: 1, micro: 1 }],
	["ArrowDown", false, { step: 0, micro: 0 }],
	["PageUp", false, { step: 4, micro: 0 }],
	["Home", false, { step: 0, micro: 0 }],
	["End", false, { step: 4, micro: 0 }],
])("goes with the key %s (shift %s)", (key, shiftKey, to) => {
	const { slider, onGoTo } = shown({ step: 1, micro: 0 });
	fireEvent.keyDown(slider, { key, shiftKey });
	expect(onGoTo).toHaveBeenCalledWith(to);
});

test("leaves other keys to others", () => {
	const { slider, onGoTo } = shown({ step: 1, micro: 0 });
	for (const init of [{ key: "a" }, { key: "ArrowRight", ctrlKey: true }]) expect(fireEvent.keyDown(slider, init)).toBe(true);
	expect(onGoTo).not.toHaveBeenCalled();
});

test("marks what did not go well by a sign, and the kernel's functions inside the step", () => {
	const { slider } = shown({ step: 1, micro: 2 });
	const signs = [...slider.querySelectorAll("text")].map(({ textContent }) => textContent);
	expect(signs).toEqual(expect.arrayContaining(["‖", "E", "≠", "micro1", "micro2"]));
	expect(slider.querySelector("title")?.textContent).toBe("1. mm/memory.c: fn_micro1: micro1");
});

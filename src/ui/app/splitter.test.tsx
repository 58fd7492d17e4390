import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Splitter } from "./splitter.tsx";

function shown(panel: "before" | "after") {
	const onChange = vi.fn();
	const onReset = vi.fn();
	render(<Splitter label="Width" width={300} least={200} most={310} panel={panel} onChange={onChange} onReset={onReset} />);
	return { line: screen.getByRole("separator", { name: "Width" }), onChange, onReset };
}

test.each([
	["before", "ArrowRight", 310],
	["before", "ArrowLeft", 284],
	["after", "ArrowRight", 284],
	["after", "ArrowLeft", 310],
	["before", "Home", 200],
	["after", "End", 310],
] as const)("moves a panel that lies %s with %s to %i", (panel, key, width) => {
	const { line, onChange } = shown(panel);
	fireEvent.keyDown(line, { key });
	expect(onChange).toHaveBeenCalledWith(width);
});

test("says its width and limits, and Enter sets it back", () => {
	const { line, onReset } = shown("before");
	expect(["aria-valuenow", "aria-valuemin", "aria-valuemax"].map((name) => line.getAttribute(name))).toEqual(["300", "200", "310"]);
	fireEvent.keyDown(line, { key: "Enter" });
	expect(onReset).toHaveBeenCalledOnce();
});

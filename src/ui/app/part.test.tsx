import { act, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { settled } from "../../state/idle.ts";
import { INITIAL_STAGE, stage } from "../../state/stage.ts";
import { makePart, type Part, usePart } from "./part.ts";

function Shown({ part, wanted }: { readonly part: Part<{ readonly name: string }>; readonly wanted: boolean }) {
	const Loaded = usePart(part, wanted);
	return Loaded === null ? null : <Loaded name="list" />;
}

const Named = ({ name }: { readonly name: string }) => <p>{`the ${name}`}</p>;

test("a part is fetched once, when it is wanted, and shown only while it is", async () => {
	let fetched = 0;
	const part = makePart(() => {
		fetched++;
		return Promise.resolve(Named);
	});
	const { rerender } = render(<Shown part={part} wanted={false} />);
	expect(fetched).toBe(0);
	rerender(<Shown part={part} wanted />);
	await act(settled);
	expect(screen.getByText("the list")).toBeDefined();
	rerender(<Shown part={part} wanted={false} />);
	expect(screen.queryByText("the list")).toBeNull();
	rerender(<Shown part={part} wanted />);
	expect(screen.getByText("the list")).toBeDefined();
	expect(fetched).toBe(1);
});

test("one that cannot be fetched says so, and is fetched again when it is wanted again", async () => {
	stage.setState(INITIAL_STAGE, true);
	let broken = true;
	const part = makePart(() => (broken ? Promise.reject(new TypeError("Failed to fetch")) : Promise.resolve(Named)));
	const { rerender } = render(<Shown part={part} wanted />);
	await act(settled);
	expect(stage.getState().problem).toContain("could not be fetched");
	broken = false;
	rerender(<Shown part={part} wanted={false} />);
	rerender(<Shown part={part} wanted />);
	await act(settled);
	expect(screen.getByText("the list")).toBeDefined();
});

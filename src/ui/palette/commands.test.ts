import { expect, test } from "vitest";
import { fakeFilm, fakeStep } from "../../state/fake_films.ts";
import { INITIAL_STAGE, type StageState } from "../../state/stage.ts";
import { allCommands, findCommands } from "./commands.ts";

const kernels = ["4.6.2", "4.8.15"].map((id) => ({ id, released: "2016", about: `About ${id}.`, recorded: true, modelled: true }));
const state: StageState = {
	...INITIAL_STAGE,
	kernel: "4.6.2",
	kernels,
	film: fakeFilm(
		"4.6.2",
		"recording",
		Array.from({ length: 1200 }, (_, at) => fakeStep(`write heap+${at}K`)),
	),
};
const facts = { group: "thp", kernels: ["4.6.2"], steps: 9, operations: [] };
const entries = [
	{ ...facts, name: "thp-split-dontneed", title: "Partial MADV_DONTNEED", about: "The PMD mapping is split" },
	{ ...facts, name: "wp-fork", title: "fork with write-protection", about: "" },
];
const commands = allCommands(state, entries);

function first(query: string): string | undefined {
	return findCommands(commands, query)[0]?.commands[0]?.name;
}

test.each([
	["dontneed", "Partial MADV_DONTNEED"],
	["wp fork", "fork with write-protection"],
	["4.8", "Kernel 4.8.15"],
	["lens frames", "Lens: frames"],
	["1107", "Step 1107"],
	["step 12", "Step 12"],
	["model", "Play the model"],
	["dark", "Colours: dark"],
	["keys", "Show the keys"],
])("“%s” finds %s first", (query, name) => {
	expect(first(query)).toBe(name);
});

test("every word must be there", () => {
	expect(findCommands(commands, "dontneed zebra")).toEqual([]);
});

test("what runs already is not offered", () => {
	expect(findCommands(commands, "kernel 4.6.2").flatMap((section) => section.commands.map(({ name }) => name))).not.toContain(
		"Kernel 4.6.2",
	);
});

test("ids are one of a kind, and a list stays short", () => {
	expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
	const listed = findCommands(commands, "").reduce((sum, section) => sum + section.commands.length, 0);
	expect(listed).toBeLessThanOrEqual(60);
});

import { act, configure, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, test, vi } from "vitest";
import type { Cursor, Film } from "../../history/film.ts";
import { parseLine } from "../../scenario/parse.ts";
import { fakeFilm } from "../../state/fake_films.ts";
import { linesFromText, newLine, type ScenarioLine, textOfLines } from "../../state/scenario_lines.ts";
import type { StepAgreement } from "../../state/stage.ts";
import { ScriptView } from "./script_view.tsx";

// Chunks are compiled when they are first asked for, on a machine that may be busy.
configure({ asyncUtilTimeout: 15_000 });

// jsdom has none, and the list finds its rows by it. Keys here are letters, digits and dashes.
vi.stubGlobal("CSS", { escape: (text: string) => text.replace(/[^\w-]/g, (sign) => `\\${sign}`) });

const SCRIPT = ["A: map heap 4M", "A: write heap", "A: uffd open wp", "A: read heap"];

function filmOf(lines: readonly ScenarioLine[]): Film {
	const steps = lines.map(({ text, enabled }) => {
		const parsed = parseLine(text);
		if (!enabled) return { text, status: "disabled" as const, events: [], micros: 0 };
		if (!parsed.ok) return { text, status: "refused" as const, problem: parsed.error.message, events: [], micros: 0 };
		return { text, parsed: parsed.value, status: "done" as const, result: { ret: 0, errno: 0 }, events: [], micros: 0 };
	});
	return fakeFilm("6.1", "model", steps);
}

interface StandProps {
	readonly script: readonly string[];
	readonly onJump: (at: number) => void;
	readonly onStep: (by: number, grain: string) => void;
	readonly onText: (text: string) => void;
	readonly isReadOnly?: boolean;
	readonly film?: (lines: readonly ScenarioLine[]) => Film;
	readonly agreement?: readonly StepAgreement[];
}

/** A stage of one panel: keeps the lines as the real one does. */
function Stand({ script, onJump, onStep, onText, isReadOnly = false, film = filmOf, agreement }: StandProps) {
	const [original] = useState(() => script.map((text) => newLine(text)));
	const [lines, setLines] = useState<readonly ScenarioLine[]>(original);
	const [cursor, setCursor] = useState<Cursor>({ step: 2, micro: 0 });
	const edited = textOfLines(lines) !== textOfLines(original);
	return (
		<>
			<ScriptView
				scenarioKey="thp"
				name="thp"
				edited={edited}
				lines={lines}
				film={film(lines)}
				cursor={cursor}
				agreement={edited ? null : (agreement ?? lines.map(() => ({ status: "as-recorded", aspects: [] })))}
				kernel="6.1"
				kernels={[{ id: "6.1", released: "", about: "", recorded: true, modelled: true }]}
				source="model"
				isReadOnly={isReadOnly}
				isBusy={false}
				canUndo={edited}
				canRedo={false}
				onJump={(at) => {
					setCursor({ step: at + 1, micro: 0 });
					onJump(at);
				}}
				onStep={onStep}
				onAdd={(at, text) => setLines([...lines.slice(0, at), newLine(text), ...lines.slice(at)])}
				onEdit={(id, text) => setLines(lines.map((line) => (line.id === id ? { ...line, text } : line)))}
				onRemove={(id) => setLines(lines.filter((line) => line.id !== id))}
				onMove={(id, to) => {
					const rest = lines.filter((line) => line.id !== id);
					const moved = lines.filter((line) => line.id === id);
					setLines([...rest.slice(0, to), ...moved, ...rest.slice(to)]);
				}}
				onToggle={(id) => setLines(lines.map((line) => (line.id === id ? { ...line, enabled: !line.enabled } : line)))}
				onText={(text) => {
					setLines(linesFromText(text, lines));
					onText(text);
				}}
				onUndo={() => {}}
				onRedo={() => {}}
				onRestore={() => setLines(original)}
				onNew={() => setLines([])}
			/>
			<pre data-testid="script">{textOfLines(lines)}</pre>
		</>
	);
}

async function setUp(more: Partial<StandProps> = {}) {
	const onJump = vi.fn<(at: number) => void>();
	const onStep = vi.fn<(by: number, grain: string) => void>();
	const onText = vi.fn<(text: string) => void>();
	const user = userEvent.setup();
	render(<Stand script={SCRIPT} onJump={onJump} onStep={onStep} onText={onText} {...more} />);
	const rows = () => within(screen.getByRole("grid", { name: "Steps of the scenario" })).getAllByRole("row");
	// The list with dragging takes the place of the plain one when somebody comes near, as soon as its chunk is there.
	await user.hover(screen.getByRole("grid", { name: "Steps of the scenario" }));
	if (more.script?.length !== 0) await waitFor(() => expect(rows()[0]?.dataset["allowsDragging"]).toBe("true"));
	/** Puts the focus on a row as a person does who tabs into the list and walks down. */
	const focusRow = async (at: number) => {
		rows()[0]?.focus();
		for (let down = 0; down < at; down++) await user.keyboard("{ArrowDown}");
		expect(document.activeElement).toBe(rows()[at]);
	};
	return { user, onJump, onStep, onText, rows, focusRow, script: () => screen.getByTestId("script").textContent };
}

/** The field of the editor that is open, once its chunk is there. */
const field = () => screen.findByRole<HTMLInputElement>("combobox", { name: /step/i });

describe("the list of steps", () => {
	test("marks the current step and jumps to after the one that is chosen", async () => {
		const { user, rows, focusRow, onJump } = await setUp();
		expect(rows().map((row) => row.getAttribute("aria-current"))).toEqual([null, "step", null, null]);
		expect(rows()[1]?.getAttribute("aria-label")).toBe("Step 2, A: write heap, writes one byte, page 0, as recorded");
		await focusRow(3);
		await user.keyboard("{Enter}");
		expect(onJump).toHaveBeenLastCalledWith(3);
		expect(rows().map((row) => row.getAttribute("aria-current"))).toEqual([null, null, null, "step"]);
		await user.click(screen.getByText("map heap 4M"));
		expect(onJump).toHaveBeenLastCalledWith(0);
	});

	test("leaves left and right to the timeline", async () => {
		const { user, focusRow, onStep } = await setUp();
		await focusRow(1);
		await user.keyboard("{ArrowRight}{Shift>}{ArrowLeft}{/Shift}");
		expect(onStep.mock.calls).toEqual([
			[1, "step"],
			[-1, "micro"],
		]);
	});

	test("moves, switches off, duplicates and deletes by keyboard, and keeps the focus on the step", async () => {
		const { user, rows, focusRow, script } = await setUp();
		await focusRow(1);
		await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
		expect(script()).toBe("A: map heap 4M\nA: uffd open wp\nA: write heap\nA: read heap");
		await waitFor(() => expect(document.activeElement).toBe(rows()[2]));
		await user.keyboard("{Control>}/{/Control}");
		expect(script()).toContain("# A: write heap");
		await user.keyboard("{Alt>}{Shift>}{ArrowDown}{/Shift}{/Alt}");
		await waitFor(() => expect(document.activeElement).toBe(rows()[3]));
		await user.keyboard("{Delete}{Delete}");
		expect(script()).toBe("A: map heap 4M\nA: uffd open wp\n# A: write heap");
		await waitFor(() => expect(document.activeElement).toBe(rows()[2]));
		expect(screen.getByText(/deleted. Undo brings it back/)).toBeDefined();
	});

	test("drags a step by keyboard", async () => {
		const { user, focusRow, script } = await setUp();
		await focusRow(1);
		await user.tab();
		expect(document.activeElement?.getAttribute("aria-label")).toBe("Drag step 2");
		await user.keyboard("{Enter}");
		const target = await screen.findByRole("button", { name: /^Insert after Step 4/ });
		act(() => target.focus());
		await user.keyboard("{Enter}");
		await waitFor(() => expect(script()).toBe("A: map heap 4M\nA: uffd open wp\nA: read heap\nA: write heap"));
	});

	test("the first step does not move up, the last not down", async () => {
		const { user, focusRow, script } = await setUp();
		await focusRow(0);
		await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
		expect(script()).toBe(SCRIPT.join("\n"));
	});

	test("says what was blocked, killed and refused, and shows events on request", async () => {
		const film = (lines: readonly ScenarioLine[]): Film => {
			const made = filmOf(lines);
			const steps = made.steps.map((step, at) =>
				at === 1
					? { ...step, status: "blocked" as const, events: [{ kind: "pagefault" as const, process: "A", at: "heap+0x0", flags: 3 }] }
					: at === 2
						? { ...step, result: { ret: -1, errno: 22 } }
						: step,
			);
			return { ...made, steps };
		};
		const { user } = await setUp({ film });
		expect(screen.getByText("A waits until its userfaultfd is answered by a uffd step")).toBeDefined();
		expect(screen.getByText("errno 22: this kernel lacks one of the features")).toBeDefined();
		const events = screen.getByRole("button", { name: /1 event/ });
		expect(events.getAttribute("aria-expanded")).toBe("false");
		await user.click(events);
		expect(screen.getByText("userfaultfd message: A at heap+0x0, write to a write-protected page")).toBeDefined();
	});

	test("an empty scenario says how to begin", async () => {
		await setUp({ script: [] });
		expect(screen.getByText(/No steps yet/)).toBeDefined();
	});

	test("while it is read-only nothing can be changed", async () => {
		const { user, focusRow, script } = await setUp({ isReadOnly: true });
		await focusRow(1);
		await user.keyboard("{Delete}{F2}");
		expect(script()).toBe(SCRIPT.join("\n"));
		expect(screen.queryByRole("button", { name: "+ add a step" })).toBeNull();
		expect(screen.queryByRole("button", { name: /Actions for step/ })).toBeNull();
	});
});

describe("typing a step", () => {
	test("completes the language and adds the step where the cursor of the list goes", async () => {
		const { user, rows, script } = await setUp();
		await user.click(screen.getByRole("button", { name: "+ add a step" }));
		const input = await field();
		await waitFor(() => expect(document.activeElement).toBe(input));
		await user.keyboard("adv{Tab}he");
		expect(screen.getByRole("option", { name: /heap/ })).toBeDefined();
		await user.keyboard("{ArrowDown}{Enter} 4M hugep{Tab}");
		expect(input.value).toBe("advise heap 4M hugepage");
		await user.keyboard("{Enter}");
		expect(script()).toBe([...SCRIPT, "advise heap 4M hugepage"].join("\n"));
		await waitFor(() => expect(document.activeElement).toBe(rows()[4]));
	});

	test("a mistake is named with its place and what was expected; a second Enter keeps the line", async () => {
		const { user, script } = await setUp();
		await user.click(screen.getByRole("button", { name: "+ add a step" }));
		const input = await field();
		await user.type(input, "advise heap 4M hugpage{Enter}");
		expect(screen.getByText("column 16: there is no advice “hugpage”; did you mean hugepage?")).toBeDefined();
		expect(screen.getByText(/Expected: an advice: hugepage, nohugepage/)).toBeDefined();
		expect(input.getAttribute("aria-invalid")).toBe("true");
		expect([input.selectionStart, input.selectionEnd]).toEqual([15, 22]);
		expect(script()).toBe(SCRIPT.join("\n"));
		await user.keyboard("{Enter}");
		expect(script()).toBe([...SCRIPT, "advise heap 4M hugpage"].join("\n"));
	});

	test("Escape closes the completions, then the editor, and nothing that was typed is lost", async () => {
		const { user, script, rows, focusRow } = await setUp();
		await focusRow(1);
		await user.keyboard("{F2}");
		const input = await field();
		await waitFor(() => expect(document.activeElement).toBe(input));
		expect(input.value).toBe("A: write heap");
		await user.keyboard("+0x3000 ");
		expect(screen.getByRole("listbox", { name: "Completions" })).toBeDefined();
		await user.keyboard("{Escape}");
		expect(screen.queryByRole("listbox", { name: "Completions" })).toBeNull();
		await user.keyboard("{Escape}");
		expect(script()).toBe(SCRIPT.join("\n"));
		await waitFor(() => expect(document.activeElement).toBe(rows()[1]));
		await user.keyboard("{F2}");
		await user.click(await screen.findByRole("button", { name: /Typed here before/ }));
		expect((await field()).value).toBe("A: write heap+0x3000 ");
	});

	test("Shift+Enter saves and goes on with the next step", async () => {
		const { user, script } = await setUp();
		await user.click(screen.getByRole("button", { name: "+ add a step" }));
		await user.type(await field(), "clear_refs{Shift>}{Enter}{/Shift}");
		const next = await screen.findByRole("combobox", { name: "New step 6" });
		await user.type(next, "write heap{Enter}");
		expect(script()).toBe([...SCRIPT, "clear_refs", "write heap"].join("\n"));
	});
});

describe("the form", () => {
	test("writes the line, knows the regions at that place and saves it", async () => {
		const { user, script } = await setUp();
		await user.click(screen.getByRole("button", { name: "+ add a step" }));
		const input = await field();
		await user.click(screen.getByRole("button", { name: "Form" }));
		await user.selectOptions(await screen.findByRole("combobox", { name: "Operation" }), "protect");
		expect(input.value).toBe("A: protect heap 4M r");
		expect(within(screen.getByRole("combobox", { name: "Region" })).getAllByRole("option")).toHaveLength(1);
		await user.type(screen.getByRole("textbox", { name: "Offset" }), "1M");
		await user.clear(screen.getByRole("textbox", { name: "Length" }));
		await user.type(screen.getByRole("textbox", { name: "Length" }), "64k");
		expect(input.value).toBe("A: protect heap+1M 64k r");
		expect(screen.getByText(/suffixes are capital letters/)).toBeDefined();
		await user.clear(screen.getByRole("textbox", { name: "Length" }));
		await user.type(screen.getByRole("textbox", { name: "Length" }), "64K");
		await user.click(screen.getByRole("button", { name: /^Add/ }));
		expect(script()).toBe([...SCRIPT, "A: protect heap+1M 64K r"].join("\n"));
	});

	test("opens from the menu with what the line says, and follows what is typed", async () => {
		const { user } = await setUp();
		await user.click(screen.getByRole("button", { name: "Actions for step 3" }));
		await user.click(await screen.findByRole("menuitem", { name: "Edit in a form…" }));
		const wp = await screen.findByRole<HTMLInputElement>("checkbox", { name: /^wp –/ });
		expect(wp.checked).toBe(true);
		await user.click(screen.getByRole("checkbox", { name: /^wp_async/ }));
		const input = await field();
		expect(input.value).toBe("A: uffd open wp|wp_async");
		await user.clear(input);
		await user.type(input, "A: fill heap 4K 7");
		expect(screen.getByRole<HTMLSelectElement>("combobox", { name: "Operation" }).value).toBe("fill");
		expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Byte" }).value).toBe("7");
	});
});

describe("the menu of a step", () => {
	test("opens by a press during which the list with dragging arrived", async () => {
		const user = userEvent.setup();
		const nothing = () => {};
		render(<Stand script={SCRIPT} onJump={nothing} onStep={nothing} onText={nothing} />);
		const button = screen.getByRole("button", { name: "Actions for step 1" });
		await user.pointer({ keys: "[MouseLeft>]", target: button });
		await act(() => Promise.all([import("./full_list.tsx"), import("./line_editor.tsx")]));
		await user.pointer({ keys: "[/MouseLeft]", target: button });
		expect(await screen.findByRole("menuitem", { name: "Insert a step before" })).toBeTruthy();
	});

	test("inserts before the step", async () => {
		const { user, script } = await setUp();
		await user.click(screen.getByRole("button", { name: "Actions for step 1" }));
		expect(screen.getByRole("menuitem", { name: /^Move up/ }).getAttribute("aria-disabled")).toBe("true");
		await user.click(screen.getByRole("menuitem", { name: "Insert a step before" }));
		await user.type(await screen.findByRole("combobox", { name: "New step 1" }), "map first 4K{Enter}");
		expect(script()).toBe(["map first 4K", ...SCRIPT].join("\n"));
	});
});

describe("the whole scenario as text", () => {
	test("lists problems by line, keeps what was typed while it is closed, and applies it", async () => {
		const { user, onText, script } = await setUp();
		await user.click(screen.getByRole("button", { name: "The whole scenario as text" }));
		const area = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Scenario, one step a line" });
		expect(area.value).toBe(SCRIPT.join("\n"));
		await user.click(area);
		await user.paste("\nA: write hep");
		const place = await screen.findByRole("button", { name: /line 5, column 10/ });
		await user.click(place);
		expect([area.selectionStart, area.selectionEnd]).toEqual([area.value.length - 3, area.value.length]);
		await user.keyboard("{Escape}");
		expect(script()).toBe(SCRIPT.join("\n"));
		await user.click(screen.getByRole("button", { name: /not applied yet/ }));
		await user.click(await screen.findByRole("button", { name: "Apply" }));
		expect(onText).toHaveBeenCalledExactlyOnceWith(`${SCRIPT.join("\n")}\nA: write hep`);
	});
});

describe("the mark of the recording", () => {
	test("is lost by an edit, visibly, and comes back with the original", async () => {
		const { user, focusRow } = await setUp();
		expect(screen.getByText("✓ as recorded")).toBeDefined();
		await focusRow(3);
		await user.keyboard("{Delete}");
		expect(screen.queryByText("✓ as recorded")).toBeNull();
		expect(screen.getByText("edited")).toBeDefined();
		await user.click(screen.getByRole("button", { name: "Restore the original" }));
		expect(screen.getByText("✓ as recorded")).toBeDefined();
	});

	test("leads to the first step that differs", async () => {
		const { user, onJump } = await setUp({
			agreement: [
				{ status: "as-recorded", aspects: [] },
				{ status: "as-recorded", aspects: [] },
				{ status: "differs", aspects: ["vmas"], where: "heap" },
				{ status: "unmodelled", aspects: [] },
			],
		});
		await user.click(screen.getByRole("button", { name: "First difference: step 3" }));
		expect(onJump).toHaveBeenCalledExactlyOnceWith(2);
		expect(screen.getByText("differs from the recording in vmas: heap")).toBeDefined();
	});
});

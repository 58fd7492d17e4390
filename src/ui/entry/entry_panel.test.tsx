import { act, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import type { Film } from "../../history/film.ts";
import { fakeFilm } from "../../state/fake_films.ts";
import { INITIAL_STAGE, stage } from "../../state/stage.ts";
import { EntryPanel } from "./entry_panel.tsx";
import { recordedMoment } from "./recorded_fixture.ts";

afterEach(() => stage.setState(INITIAL_STAGE, true));

async function showStep(step: number): Promise<void> {
	const moment = await recordedMoment("thp-split-dontneed", "4.6.2", step);
	const previous = await recordedMoment("thp-split-dontneed", "4.6.2", step - 1);
	act(() => stage.setState({ moment, previous }));
}

function film(kernel: string): Film {
	return fakeFilm(kernel, "recording", []);
}

const heading = () => screen.getByRole("heading", { level: 2 }).textContent;

test("follows the selection and the cursor of the stage", async () => {
	render(<EntryPanel />);
	expect(screen.getByText("Nothing is loaded yet.")).toBeTruthy();
	act(() => stage.setState({ film: film("4.6.2"), selection: { process: "A", region: "heap", page: 3 } }));
	await showStep(5);
	expect(heading()).toBe("heap+0x3000 · PMD 0");
	await showStep(6);
	expect(heading()).toBe("heap+0x3000 · PTE 3");
	act(() => stage.setState({ selection: { process: "A", region: "heap", page: 256 } }));
	expect(heading()).toBe("heap+0x100000 · PTE 256");
	act(() => stage.setState({ selection: null }));
	expect(heading()).toBe("Nothing selected");
});

test("says when a kernel's entries cannot be read", async () => {
	stage.setState({ film: film("mainline"), selection: { process: "A", region: "heap", page: 3 } });
	await showStep(5);
	render(<EntryPanel />);
	expect(screen.getByText(/How kernel mainline lays its entries out is not known/)).toBeTruthy();
});

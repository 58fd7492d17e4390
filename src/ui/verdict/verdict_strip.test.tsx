import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { Verdict } from "../../history/film.ts";
import { VerdictStrip } from "./verdict_strip.tsx";

const page = { process: "A", region: "heap", page: 3 };
const NONE: Verdict = { written: [], reported: 0, missed: [], spurious: [], spuriousCount: 0, dropped: [] };

test("a missed page is named, and selected by its button", async () => {
	const onNext = vi.fn();
	render(<VerdictStrip verdict={{ ...NONE, written: [page], missed: [page] }} several={false} onNext={onNext} onReported={() => {}} />);
	const missed = screen.getByRole("button", { name: /^Missed: 1 page written but not reported, heap\+0x3000/ });
	expect(missed).toHaveProperty("textContent", expect.stringContaining("MISSED heap+0x3000"));
	await userEvent.click(missed);
	expect(onNext).toHaveBeenCalledWith("missed");
});

test("among several processes a page is named with its own", () => {
	const missed = [page, { ...page, process: "B", page: 4 }];
	render(<VerdictStrip verdict={{ ...NONE, written: missed, missed }} several onNext={() => {}} onReported={() => {}} />);
	expect(screen.getByRole("button", { name: /Missed: 2 pages .* A: heap\+0x3000 and others/ })).toBeDefined();
});

test("without a miss it says so, counts the spurious ones, and shows what is reported", async () => {
	const onReported = vi.fn();
	const onNext = vi.fn();
	const spurious = [{ ...page, page: 0, n: 3 }];
	render(
		<VerdictStrip
			verdict={{ ...NONE, written: [page], reported: 4, spurious, spuriousCount: 3 }}
			several={false}
			onNext={onNext}
			onReported={onReported}
		/>,
	);
	expect(screen.getByText("✓ none missed")).toBeDefined();
	await userEvent.click(screen.getByRole("button", { name: /^soft-dirty reports 4 pages/ }));
	expect(onReported).toHaveBeenCalledOnce();
	await userEvent.click(screen.getByRole("button", { name: /^Spurious: 3 pages reported but not written, in 1 run/ }));
	expect(onNext).toHaveBeenCalledWith("spurious");
});

test("before anything is written there is nothing to judge", () => {
	render(<VerdictStrip verdict={NONE} several={false} onNext={() => {}} onReported={() => {}} />);
	expect(screen.queryByText(/missed/)).toBeNull();
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { goTo } from "../../state/cursor.ts";
import { fakeSource } from "../../state/fake_films.ts";
import { installFilmSource } from "../../state/film_source.ts";
import { settled } from "../../state/idle.ts";
import { opened } from "../../state/open.ts";
import { INITIAL_STAGE, stage } from "../../state/stage.ts";
import { startUrlSync } from "../../state/url_sync.ts";

let end: () => void = () => {};

beforeEach(async () => {
	stage.setState(INITIAL_STAGE, true);
	installFilmSource(fakeSource());
	history.replaceState(null, "", "#");
	end = startUrlSync(window);
	await opened("thp-split-dontneed", { kernel: "4.6.2", source: "recording" });
});

afterEach(() => end());

test("the address follows the screen", async () => {
	goTo({ step: 2, micro: 0 });
	await settled();
	await vi.waitFor(() => expect(location.hash).toContain("at=2"));
	expect(location.hash).toMatch(/^#v2&s=thp-split-dontneed&k=4\.6\.2&src=recording&at=2/);
});

test("moving about is no new page of the history, another scenario is", async () => {
	await vi.waitFor(() => expect(location.hash).toContain("thp-split-dontneed"));
	const before = history.length;
	goTo({ step: 3, micro: 0 });
	await vi.waitFor(() => expect(location.hash).toContain("at=3"));
	expect(history.length).toBe(before);
	await opened("sd-simple");
	await vi.waitFor(() => expect(location.hash).toContain("sd-simple"));
	expect(history.length).toBe(before + 1);
});

test("leaving the page writes what was still to be written", async () => {
	await vi.waitFor(() => expect(location.hash).toContain("thp-split-dontneed"));
	goTo({ step: 4, micro: 0 });
	await settled();
	window.dispatchEvent(new Event("pagehide"));
	expect(location.hash).toContain("at=4");
});

test("what was to be written after a paint is not, once the sync has ended", async () => {
	await vi.waitFor(() => expect(location.hash).toContain("thp-split-dontneed"));
	end();
	const before = location.hash;
	const tasks: (() => void)[] = [];
	const idle = setTimeout(() => {}, 0);
	const timers = vi.spyOn(window, "setTimeout").mockImplementation((work) => {
		tasks.push(work);
		return idle;
	});
	end = startUrlSync(window);
	stage.setState({ lens: "write" });
	// The pause is over, and the paint is waited for.
	tasks.shift()?.();
	expect(tasks).toHaveLength(1);
	end();
	tasks.shift()?.();
	timers.mockRestore();
	expect(location.hash).toBe(before);
});

test("a link that is still being opened stays in the address when the page is left", async () => {
	await vi.waitFor(() => expect(location.hash).toContain("thp-split-dontneed"));
	const link = "#v1&s=sd-simple&k=6.12&src=recording&at=1";
	location.hash = link;
	await new Promise((resolve) => window.addEventListener("hashchange", resolve, { once: true }));
	window.dispatchEvent(new Event("pagehide"));
	expect(location.hash).toBe(link);
	await settled();
});

test("a link typed between a step and its address is not written over", async () => {
	await vi.waitFor(() => expect(location.hash).toContain("thp-split-dontneed"));
	goTo({ step: 3, micro: 0 });
	await settled();
	const link = "#v1&s=sd-simple&k=6.12&src=recording&at=1";
	location.hash = link;
	// Before the browser tells of the change.
	window.dispatchEvent(new Event("pagehide"));
	expect(location.hash).toBe(link);
	await vi.waitFor(() => expect(stage.getState().scenario.name).toBe("sd-simple"));
});

test("the screen follows the address, and says when it cannot", async () => {
	await vi.waitFor(() => expect(location.hash).toContain("thp-split-dontneed"));
	location.hash = "#v1&s=sd-simple&k=6.12&src=recording&at=1";
	await vi.waitFor(() => expect(stage.getState().scenario.name).toBe("sd-simple"));
	await settled();
	expect(stage.getState()).toMatchObject({ kernel: "6.12", cursor: { step: 1, micro: 0 } });
	location.hash = "#v1&s=sd-simple&at=soon";
	await vi.waitFor(() => expect(stage.getState().problem).toContain("STEP"));
	expect(stage.getState().scenario.name).toBe("sd-simple");
});

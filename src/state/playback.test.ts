import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeSource, SPLIT_SCRIPT } from "./fake_films.ts";
import { installFilmSource } from "./film_source.ts";
import { opened, setSource } from "./open.ts";
import { pause, play, setSpeed, togglePlay } from "./playback.ts";
import { INITIAL_STAGE, stage } from "./stage.ts";

beforeEach(async () => {
	stage.setState(INITIAL_STAGE, true);
	installFilmSource(fakeSource());
	await opened("thp-split-dontneed", { kernel: "4.6.2", source: "recording" });
	vi.useFakeTimers();
});

afterEach(() => {
	pause();
	vi.useRealTimers();
});

test("plays one step after the other and stops at the end", async () => {
	play();
	await vi.advanceTimersByTimeAsync(1000);
	expect(stage.getState()).toMatchObject({ cursor: { step: 1, micro: 0 }, playing: true });
	await vi.advanceTimersByTimeAsync(10_000);
	expect(stage.getState()).toMatchObject({ cursor: { step: SPLIT_SCRIPT.length, micro: 0 }, playing: false });
});

test("plays from the start again when it stands at the end, and twice as fast when told to", async () => {
	play();
	await vi.advanceTimersByTimeAsync(10_000);
	setSpeed(2);
	play();
	await vi.advanceTimersByTimeAsync(1000);
	expect(stage.getState().cursor.step).toBe(2);
});

test("pauses where it is", async () => {
	togglePlay();
	await vi.advanceTimersByTimeAsync(2000);
	togglePlay();
	await vi.advanceTimersByTimeAsync(5000);
	expect(stage.getState()).toMatchObject({ cursor: { step: 2, micro: 0 }, playing: false });
});

test("plays micro-steps where the film has them", async () => {
	setSource("model");
	await vi.advanceTimersByTimeAsync(0);
	play("micro");
	await vi.advanceTimersByTimeAsync(1400);
	expect(stage.getState().cursor).toEqual({ step: 0, micro: 2 });
});

test("stops when another scenario is opened", async () => {
	play();
	await opened("sd-simple");
	await vi.advanceTimersByTimeAsync(5000);
	expect(stage.getState()).toMatchObject({ cursor: { step: 0, micro: 0 }, playing: false });
});

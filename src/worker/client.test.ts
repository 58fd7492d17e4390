import { expose } from "comlink";
import { afterEach, expect, test, vi } from "vitest";
import type { StepComparison } from "../history/step_comparison.ts";
import { machineClient } from "./client.ts";
import type { MachineWorker } from "./protocol.ts";
import { machineRuns } from "./runs.ts";
import type { MachineThread } from "./thread.ts";

const LINES = ["A: map heap 64K", ...Array.from({ length: 40 }, (_, i) => `A: write heap+${(i % 16) * 4}K`)].map((text) => ({
	text,
	enabled: true,
}));

/** A thread made of a channel, that can be broken from outside. */
interface Fake extends MachineThread {
	breakWith(why: string): void;
	readonly ended: boolean;
}

const threads: Fake[] = [];

function fakeThread(machine: MachineWorker): Fake {
	const { port1, port2 } = new MessageChannel();
	expose(machine, port2);
	port2.start();
	let tell: (why: string) => void = () => {};
	let ended = false;
	const thread: Fake = {
		endpoint: port1,
		onBreak: (given) => {
			tell = given;
		},
		breakWith: (why) => tell(why),
		end() {
			ended = true;
			port1.close();
			port2.close();
		},
		get ended() {
			return ended;
		},
	};
	threads.push(thread);
	return thread;
}

afterEach(() => {
	for (const thread of threads.splice(0)) thread.end();
	vi.useRealTimers();
});

test("a film goes on in a new thread when its own breaks, with the same states", async () => {
	const restarted = vi.fn();
	const client = machineClient(() => fakeThread(machineRuns()), { restarted });
	const film = await client.film("6.12", LINES);
	const before = await film.at({ step: 20, micro: 1 });
	const digest = await film.digest(41);
	const asked = film.at({ step: 20, micro: 1 });
	threads[0]?.breakWith("out of memory");
	expect(await asked).toEqual(before);
	expect(threads).toHaveLength(2);
	expect(threads[0]?.ended).toBe(true);
	expect(restarted).toHaveBeenCalledExactlyOnceWith("out of memory");
	expect(await film.digest(41)).toEqual(digest);
});

test("a machine that breaks again and again is given up with a message, and the next question starts anew", async () => {
	let broken = true;
	const client = machineClient(() => {
		const thread = fakeThread(machineRuns());
		if (broken) queueMicrotask(() => thread.breakWith("no memory"));
		return thread;
	});
	await expect(client.film("6.12", LINES)).rejects.toThrow("the machine stopped: no memory");
	broken = false;
	expect((await client.film("6.12", LINES)).steps).toHaveLength(LINES.length);
});

test("a thread that hangs is reported, ended when the person wants it, and the film is the same", async () => {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
	const news = { silent: vi.fn(), answered: vi.fn(), restarted: vi.fn() };
	const deaf: MachineWorker = { ...machineRuns(), more: () => new Promise(() => {}) as never };
	const client = machineClient(() => fakeThread(threads.length === 0 ? deaf : machineRuns()), news, 15_000);
	const film = client.film("6.12", LINES);
	// Nothing is restarted that has not been silent.
	client.restart("too early");
	await vi.waitFor(() => {
		vi.advanceTimersByTime(15_000);
		expect(news.silent).toHaveBeenCalledWith(15);
	});
	client.restart("it did not answer");
	expect((await film).steps).toHaveLength(LINES.length);
	expect(news.restarted).toHaveBeenCalledExactlyOnceWith("it did not answer");
	expect(news.answered).toHaveBeenCalled();
});

test("a run shows how far it is, can be given up, and shares its steps with the next", async () => {
	const client = machineClient(() => fakeThread(machineRuns()));
	const lines = Array.from({ length: 6000 }, (_, i) => ({
		text: i === 0 ? "A: map heap 64K" : `A: write heap+${(i % 16) * 4}K`,
		enabled: true,
	}));
	const progress = vi.fn();
	const stop = new AbortController();
	progress.mockImplementation((done: number) => done > 0 && stop.abort());
	await expect(client.film("6.12", lines, { progress, signal: stop.signal })).rejects.toThrow();
	expect(progress.mock.lastCall?.[1]).toBe(6000);
	const film = await client.film("6.12", lines);
	const other = await client.film("6.12", lines.with(5000, { text: "A: clear_refs", enabled: true }));
	expect(other.steps[4999]).toBe(film.steps[4999]);
	expect(other.steps).toHaveLength(6000);
});

test("two films are compared where they are made, also when the thread breaks meanwhile", async () => {
	const client = machineClient(() => fakeThread(machineRuns()));
	const lines = ["A: map heap 2M", "A: advise heap 2M hugepage", "A: write heap", "A: clear_refs", "A: write heap+0x3000"]
		.concat(["A: advise heap+1M 4K dontneed", ...Array.from({ length: 5000 }, (_, i) => `A: read heap+${(i % 512) * 4}K`)])
		.map((text) => ({ text, enabled: true }));
	const film = await client.film("4.6.2", lines);
	const other = await client.film("4.8.15", lines);
	const found: StepComparison[] = [];
	for await (const steps of film.compareWith?.(other) ?? []) {
		if (threads.length === 1 && found.length > 0) threads[0]?.breakWith("out of memory");
		found.push(...steps);
	}
	expect(threads).toHaveLength(2);
	expect(found.map(({ step }) => step)).toEqual(lines.map((_, i) => i + 1));
	expect(found.slice(0, 7).map(({ state, pages }) => `${state} ${pages}`)).toEqual([
		...Array.from({ length: 5 }, () => "same 0"),
		"parts 511",
		"differs 511",
	]);
	const elsewhere = await machineClient(() => fakeThread(machineRuns())).film("4.8.15", LINES);
	expect(film.compareWith?.(elsewhere)).toBeNull();
});

import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { answerMessage } from "./embed.ts";
import { fakeSource } from "./fake_films.ts";
import { installFilmSource } from "./film_source.ts";
import { isEmbedded } from "./is_embedded.ts";
import { opened } from "./open.ts";
import { INITIAL_STAGE, stage } from "./stage.ts";

beforeEach(async () => {
	stage.setState(INITIAL_STAGE, true);
	installFilmSource(fakeSource());
	await opened("thp-split-dontneed", { kernel: "4.6.2", source: "recording" });
});

test("a page around steps, goes back, jumps and chooses the kernel, and hears where it stands", async () => {
	const ask = (command: object) => answerMessage({ pagewalk: 1, id: "7", ...command });
	expect(await ask({ command: "step" })).toMatchObject({ pagewalk: 1, id: "7", state: { step: 1, steps: 5, text: "A: map heap 4M" } });
	expect(await ask({ command: "goto", step: 4 })).toMatchObject({ state: { step: 4, kernel: "4.6.2" } });
	expect(await ask({ command: "back" })).toMatchObject({ state: { step: 3 } });
	expect(await ask({ command: "kernel", kernel: "4.8.15" })).toMatchObject({ state: { step: 3, kernel: "4.8.15", problem: null } });
	expect(await ask({ command: "state" })).not.toHaveProperty("refused");
});

test("what is no command is refused with its place, and what is not for us is left alone", async () => {
	expect(await answerMessage({ pagewalk: 1, command: "goto", step: -1 })).toMatchObject({ refused: expect.stringMatching(/^step: /) });
	expect(await answerMessage({ pagewalk: 2, command: "step" })).toMatchObject({
		refused: expect.stringMatching(/^pagewalk: /),
		state: { step: 0 },
	});
	expect(await answerMessage({ type: "webpackOk" })).toBeNull();
	await fc.assert(
		fc.asyncProperty(fc.oneof(fc.anything(), fc.record({ pagewalk: fc.constant(1), command: fc.anything() })), async (message) => {
			const answer = await answerMessage(message);
			return answer === null || answer.refused !== undefined || stage.getState().film !== null;
		}),
	);
});

test("is asked for in the address", () => {
	expect([isEmbedded("?embed"), isEmbedded("?a=1&embed=1"), isEmbedded("?embedded"), isEmbedded("")]).toEqual([true, true, false, false]);
});

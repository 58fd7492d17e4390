import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cursor } from "../history/film.ts";
import {
	askedCursor,
	atEnd,
	clampCursor,
	comparedWith,
	currentMicroStep,
	currentStep,
	type FilmShape,
	nextMicro,
	nextStep,
	previousMicro,
	previousStep,
	sameCursor,
} from "./cursor_math.ts";
import { fakeMicroStep, fakeStep } from "./fake_films.ts";

function shape(...micros: number[]): FilmShape {
	return { steps: micros.map((count, at) => fakeStep(`step ${at}`, count)) };
}

const at = (step: number, micro = 0): Cursor => ({ step, micro });

describe("a cursor", () => {
	test("steps to the end of the step that it stands in, and back to its start", () => {
		const film = shape(2, 3);
		expect(nextStep(film, at(0, 1))).toEqual(at(1));
		expect(nextStep(film, at(2))).toEqual(at(2));
		expect(previousStep(at(1, 2))).toEqual(at(1));
		expect(previousStep(at(1))).toEqual(at(0));
		expect(previousStep(at(0))).toEqual(at(0));
	});

	test("visits every micro-step, the last one too, and then the finished step", () => {
		const film = shape(2, 0, 1);
		const walk = [at(0)];
		for (let k = 0; k < 9; k++) walk.push(nextMicro(film, walk.at(-1) ?? at(0)));
		expect(walk.slice(0, 7)).toEqual([at(0), at(0, 1), at(0, 2), at(1), at(2), at(2, 1), at(3)]);
		expect(walk.at(-1)).toEqual(at(3));
	});

	test("knows what it stands in, what it is compared with, and what to ask the film for", () => {
		const film = shape(2, 3);
		expect([currentStep(at(0)), currentStep(at(1)), currentStep(at(1, 2))]).toEqual([-1, 0, 1]);
		expect([comparedWith(at(0)), comparedWith(at(2)), comparedWith(at(1, 2))]).toEqual([null, at(1), at(1, 1)]);
		expect(askedCursor(film, at(1, 2))).toEqual(at(1, 2));
		expect(askedCursor(film, at(1, 3))).toEqual(at(2));
		const inside = ["micro1", "micro2", "micro3"].map(fakeMicroStep);
		expect(currentMicroStep(inside, at(1, 3))?.label).toBe("micro3");
		expect(currentMicroStep(inside, at(1))).toBeNull();
	});

	test("is brought into the film, whatever a link or another kernel asks for", () => {
		const film = shape(2, 3);
		expect(clampCursor(film, at(9, 4))).toEqual(at(2));
		expect(clampCursor(film, at(1, 9))).toEqual(at(1, 3));
		expect(clampCursor(film, at(Number.NaN, -1))).toEqual(at(0));
	});

	test("micro-steps back are micro-steps on, backwards; every way on ends at the end", () => {
		const films = fc.array(fc.nat(4), { minLength: 1, maxLength: 8 }).map((micros) => shape(...micros));
		fc.assert(
			fc.property(films, fc.nat(10), fc.nat(6), (film, step, micro) => {
				const from = clampCursor(film, at(step, micro));
				const back = previousMicro(film, from);
				if (!sameCursor(back, from) && !sameCursor(nextMicro(film, back), from)) return false;
				let to = from;
				for (let k = 0; k < 60; k++) to = nextMicro(film, to);
				return atEnd(film, to);
			}),
		);
	}, 20_000);
});

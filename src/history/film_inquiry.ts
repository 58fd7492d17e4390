/** Answers from what a film shows between its steps: all that is known of a recording. The step is named, the function is not. */
import { layoutOf } from "../sim/kernels/layout_of.ts";
import { NOWHERE, pageAtMoment } from "./bit_reading.ts";
import type { Cursor, Film, Moment } from "./film.ts";
import type { BitQuestion, Blame, BlameLink, Inquiry, Reading } from "./inquiry.ts";
import { Segments } from "./life_segments.ts";

/** What a film can be asked: its inside where it has one, else what stands between its steps. */
export function inquiryOf(film: Film): Inquiry {
	return film.inquiry ?? { blame: (...asked) => blameSteps(film, ...asked), life: (...asked) => lifeOfSteps(film, ...asked) };
}

function readIn(film: Film, { observation }: Pick<Moment, "observation">, { process, region, page, ...what }: BitQuestion): Reading {
	const layout = layoutOf(film.kernel);
	const view = observation.processes.find(({ id }) => id === process)?.regions.find(({ name }) => name === region);
	if (layout === undefined || view === undefined) return NOWHERE;
	return pageAtMoment(layout, film.frames, view, page)?.read(what) ?? NOWHERE;
}

interface Trail {
	readonly question: BitQuestion;
	readonly now: Reading;
	reading: Reading;
	origin: BlameLink | null;
	readonly forms: BlameLink[];
}

async function blameSteps(film: Film, questions: readonly BitQuestion[], { step: end }: Cursor, most: number): Promise<readonly Blame[]> {
	const last = await film.at({ step: end, micro: 0 });
	const trails = questions.map((question): Trail => {
		const now = readIn(film, last, question);
		return { question, now, reading: now, origin: null, forms: [] };
	});
	const stop = Math.max(0, end - most);
	let step = end;
	for (; step > stop && trails.some(({ origin }) => origin === null); step--) {
		const moment = await film.at({ step: step - 1, micro: 0 });
		for (const trail of trails) if (trail.origin === null) goBack(trail, readIn(film, moment, trail.question), step);
	}
	return trails.map(({ now, origin, forms }) => ({
		now,
		origin,
		forms: [...forms].reverse(),
		...(origin === null && step > 0 ? { searchedTo: step } : {}),
	}));
}

/** The bit read `before` until `step` was done. */
function goBack(trail: Trail, before: Reading, step: number): void {
	const { reading: after } = trail;
	if (before.value === after.value && before.form === after.form) return;
	const link = { cursor: { step, micro: 0 }, step, micro: 0, fn: "", file: "", label: "", before, after };
	const begins = before.value !== after.value || before.form === "" || before.value === null;
	if (begins) trail.origin = link;
	else trail.forms.push(link);
	trail.reading = before;
}

async function lifeOfSteps(film: Film, question: BitQuestion, from: number, n: number) {
	const segments = new Segments();
	const end = Math.min(from + n, film.steps.length);
	for (let step = from; step <= end; step++) segments.add(step, readIn(film, await film.at({ step, micro: 0 }), question));
	return segments.list;
}

/** Asks how the bits that the entry panel shows came to be, once the person rests. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { Moment } from "../../history/film.ts";
import { type BitQuestion, type Blame, FORM_KEY } from "../../history/inquiry.ts";
import { track } from "../../state/idle.ts";
import { useStage } from "../app/use_stage.ts";
import { type BlameOfPage, blameKey } from "./bit_blame.ts";
import type { EntryModel } from "./entry_model.ts";

/** Steps that are looked at unasked, and how many times more when the person wants it. */
const UNASKED = 64;
const FURTHER = 16;

const NOTHING: ReadonlyMap<string, Blame> = new Map();

export interface BlameAtHand {
	readonly blame: BlameOfPage | null;
	/** The answers are not of this moment: whoever shows them hides them, in their places, until the new ones are there. */
	readonly waiting: boolean;
}

export function useBlame(model: EntryModel): BlameAtHand {
	const film = useStage((state) => state.film);
	const moment = useStage((state) => state.moment);
	const [told, setTold] = useState<{
		readonly moment: Moment;
		readonly model: EntryModel;
		readonly answers: ReadonlyMap<string, Blame>;
	} | null>(null);
	const [most, setMost] = useState({ moment, steps: UNASKED });
	const steps = most.moment === moment ? most.steps : UNASKED;
	useEffect(() => {
		const questions = questionsOf(model);
		if (film === null || moment === null || questions.length === 0) return;
		let end = () => {};
		let wanted = true;
		const { cursor } = moment;
		const begin = async () => {
			const { blameAtRest } = await import("../../state/blames.ts");
			if (!wanted) return;
			end = blameAtRest(film, cursor, questions, steps, (answers) => {
				setTold({
					moment,
					model,
					answers: new Map(questions.flatMap(({ subject, key }, i) => entryOf(blameKey(subject, key), answers[i]))),
				});
			});
		};
		track(begin()).catch(() => {});
		return () => {
			wanted = false;
			end();
		};
	}, [film, moment, model, steps]);
	const latest = useRef(moment);
	useEffect(() => {
		latest.current = moment;
	}, [moment]);
	const selection = model.kind === "empty" ? null : model.selection;
	const { process = "", region = "", page = 0 } = selection ?? {};
	// The same object from step to step: rows are drawn anew when their answers come, not when they are asked for.
	const blame = useMemo((): BlameOfPage => {
		const further = () =>
			setMost((now) => ({ moment: latest.current, steps: (now.moment === latest.current ? now.steps : UNASKED) * FURTHER }));
		return { selection: { process, region, page }, answers: told?.answers ?? NOTHING, lookFurther: further };
	}, [told, process, region, page]);
	return { blame: selection === null ? null : blame, waiting: told?.model !== model || told.moment !== moment };
}

function entryOf(key: string, blame: Blame | undefined): [string, Blame][] {
	return blame === undefined ? [] : [[key, blame]];
}

/** Every bit that has a row or a flag. */
function questionsOf(model: EntryModel): readonly BitQuestion[] {
	if (model.kind === "empty") return [];
	const { process, region, page } = model.selection;
	const ask = (subject: BitQuestion["subject"], key: string): BitQuestion => ({ process, region, page, subject, key });
	const bits = (rows: typeof model.rows) => rows.filter(({ field }) => field.role === "bit").map(({ field }) => field.key);
	return [
		ask("entry", FORM_KEY),
		...bits(model.rows).map((key) => ask("entry", key)),
		...bits(model.pagemapRows).map((key) => ask("pagemap", key)),
		...(model.vma?.flags ?? []).map(({ letters }) => ask("vma", letters)),
		...(model.folio?.flags ?? []).map(({ name }) => ask("folio", name)),
	];
}

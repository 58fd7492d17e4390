/** How the single words of a link are spelled, in every version so far. */
import * as v from "valibot";
import type { Cursor } from "../history/film.ts";
import { MAX_STEPS } from "../scenario/parse.ts";
import type { CompareTarget, Selection } from "./stage.ts";

/** Largest script in a link, in bytes: a deflated bomb stops here. */
export const MAX_SCRIPT = 1_000_000;

export const SCENARIO_NAME = /^[a-z0-9][a-z0-9._-]{0,79}$/i;
export const KERNEL_ID = /^[a-z0-9][a-z0-9._-]{0,39}$/i;
/** Of version 2: a derived kernel says after a tilde which differences are flipped. */
export const KERNEL_OR_DERIVED = /^[a-z0-9][a-z0-9._-]{0,39}(?:~[A-Za-z0-9]{1,40}(?:,[A-Za-z0-9]{1,40}){0,63})?$/i;
export const SELECTION = /^([A-Za-z0-9_]{1,16})\.([A-Za-z0-9_-]{1,64})\.(\d{1,15})$/;
const POSITION = /^(\d{1,6})(?:\.(\d{1,6}))?$/;

export const cursorField = v.pipe(
	v.string(),
	v.regex(POSITION, "STEP or STEP.MICRO"),
	v.transform((text) => text.split(".").map(Number)),
	v.check(([step = 0]) => step <= MAX_STEPS, `a step up to ${MAX_STEPS}`),
	v.transform(([step = 0, micro = 0]): Cursor => ({ step, micro })),
);

export function cursorText({ step, micro }: Cursor): string {
	return micro > 0 ? `${step}.${micro}` : String(step);
}

export function selectionOf(text: string | undefined): Selection | undefined {
	const [, process, region, page] = SELECTION.exec(text ?? "") ?? [];
	return process === undefined || region === undefined ? undefined : { process, region, page: Number(page) };
}

/** What is compared: another kernel, from a recording or the model, or a step of the same run. */
export const COMPARED =
	/^(?:(recording|model)\.([A-Za-z0-9][A-Za-z0-9._-]{0,39}(?:~[A-Za-z0-9]{1,40}(?:,[A-Za-z0-9]{1,40}){0,63})?)|step\.(\d{1,6}))$/;

export function comparedOf(text: string): CompareTarget | undefined {
	const [, source, kernel, step] = COMPARED.exec(text) ?? [];
	if (step !== undefined) return { kind: "step", step: Number(step) };
	return kernel === undefined ? undefined : { kind: "kernel", kernel, source: source === "model" ? "model" : "recording" };
}

/**
 * Pagewalk inside another page: `?embed` shows the picture alone, and the page around it may step through it by messages. Anybody may
 * send them, so they can do no more than the arrow keys and the choice of a kernel; each gets the state as its answer.
 */
import * as v from "valibot";
import { MAX_STEPS } from "../scenario/parse.ts";
import { moveBy, moveTo } from "./cursor.ts";
import { nextMicro, nextStep, previousMicro, previousStep } from "./cursor_math.ts";
import { settled } from "./idle.ts";
import { KERNEL_ID } from "./link_words.ts";
import { setKernel } from "./open.ts";
import { stage } from "./stage.ts";

export const EMBED_VERSION = 1;

const count = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
const asked = { pagewalk: v.literal(EMBED_VERSION), id: v.optional(v.union([v.pipe(v.string(), v.maxLength(100)), v.number()])) };

const COMMAND = v.variant("command", [
	v.object({ ...asked, command: v.literal("state") }),
	v.object({ ...asked, command: v.literal("step"), grain: v.optional(v.picklist(["step", "micro"])) }),
	v.object({ ...asked, command: v.literal("back"), grain: v.optional(v.picklist(["step", "micro"])) }),
	v.object({ ...asked, command: v.literal("goto"), step: count(MAX_STEPS), micro: v.optional(count(1_000_000)) }),
	v.object({ ...asked, command: v.literal("kernel"), kernel: v.pipe(v.string(), v.regex(KERNEL_ID)) }),
]);

type Command = v.InferOutput<typeof COMMAND>;

/** What every command is answered with. */
export interface EmbedAnswer {
	readonly pagewalk: typeof EMBED_VERSION;
	/** As in the command. */
	readonly id?: string | number;
	/** Why the command was not carried out; absent when it was. */
	readonly refused?: string;
	readonly state: {
		readonly scenario: string;
		readonly kernel: string;
		readonly source: "recording" | "model";
		readonly step: number;
		readonly micro: number;
		/** Steps that there are. */
		readonly steps: number;
		/** Text of the step just done; empty at the start. */
		readonly text: string;
		readonly problem: string | null;
	};
}

function stateNow(): EmbedAnswer["state"] {
	const { scenario, kernel, source, cursor, film, problem } = stage.getState();
	const { step, micro } = cursor;
	const text = film?.steps[micro > 0 ? step : step - 1]?.text ?? "";
	return { scenario: scenario.name, kernel, source, step, micro, steps: film?.steps.length ?? 0, text, problem };
}

/** Carries a message out and answers it; null for one that is not meant for Pagewalk. */
export async function answerMessage(message: unknown): Promise<EmbedAnswer | null> {
	if (typeof message !== "object" || message === null || !("pagewalk" in message)) return null;
	const read = v.safeParse(COMMAND, message);
	if (!read.success) {
		const [issue] = read.issues;
		const where = issue.path?.map(({ key }) => String(key)).join(".") ?? "";
		return {
			pagewalk: EMBED_VERSION,
			refused: `${where === "" ? "the message" : where}: ${issue.message.slice(0, 200)}`,
			state: stateNow(),
		};
	}
	await carryOut(read.output);
	await settled();
	const { id } = read.output;
	return { pagewalk: EMBED_VERSION, ...(id === undefined ? {} : { id }), state: stateNow() };
}

async function carryOut(command: Command): Promise<void> {
	switch (command.command) {
		case "state":
			return;
		case "step":
			return moveBy(command.grain === "micro" ? nextMicro : nextStep);
		case "back":
			return moveBy(command.grain === "micro" ? previousMicro : (_film, cursor) => previousStep(cursor));
		case "goto":
			return moveTo({ step: command.step, micro: command.micro ?? 0 });
		case "kernel":
			return setKernel(command.kernel);
	}
}

/** Answers messages to this window; returns what ends it. */
export function startEmbedding(target: Window): () => void {
	const hear = ({ data, source, origin }: MessageEvent) => {
		void answerMessage(data).then((answer) => {
			// A page without an origin of its own (a file, a sandbox) can only be answered openly; nothing in the answer is secret.
			if (answer !== null) source?.postMessage(answer, { targetOrigin: origin === "null" || origin === "" ? "*" : origin });
		});
	};
	target.addEventListener("message", hear);
	return () => target.removeEventListener("message", hear);
}

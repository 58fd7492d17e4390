/** The lab's thread. It ends when the page ends it, which is how a run is cancelled: at once, whatever it is at. */
import { labMessages } from "./lab_jobs.ts";
import type { LabMessage, LabRequest } from "./lab_protocol.ts";

/** Milliseconds between two words on progress: more would only keep the page busy. */
const PAUSE = 60;

self.onmessage = ({ data }: MessageEvent<LabRequest>) => {
	const send = (message: LabMessage) => self.postMessage(message);
	let told = Number.NEGATIVE_INFINITY;
	try {
		for (const message of labMessages(data)) {
			if (message.kind === "progress") {
				const now = performance.now();
				if (now - told < PAUSE) continue;
				told = now;
			}
			send(message);
		}
	} catch (error) {
		send({ kind: "failed", problem: error instanceof Error ? error.message : String(error) });
	}
};

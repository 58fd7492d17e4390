/** The machine's thread as the page sees it: something to talk to, that may break, and that can be ended. Tests put a channel in its place. */
import type { Endpoint } from "comlink";

export interface MachineThread {
	readonly endpoint: Endpoint;
	/** Tells when the thread breaks, and why if that is known. */
	onBreak(tell: (why: string) => void): void;
	end(): void;
}

/** Starts the worker. */
export function startThread(): MachineThread {
	const worker = new Worker(new URL("./machine.worker.ts", import.meta.url), { type: "module" });
	return {
		endpoint: worker,
		onBreak(tell) {
			worker.addEventListener("error", (event) => tell(event.message || "its worker could not be started"));
			worker.addEventListener("messageerror", () => tell("its answer could not be read"));
		},
		end: () => worker.terminate(),
	};
}

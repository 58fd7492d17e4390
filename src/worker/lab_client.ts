/** The page's end of the lab's worker: a thread for each request. */
import type { LabMessage, LabRequest } from "./lab_protocol.ts";

/**
 * Carries a request out; `tell` hears every message, of which `done` or `failed` is the last. Returns what cancels it: the thread ends at
 * once, its memory with it, and `tell` hears nothing more.
 */
export function startLab(request: LabRequest, tell: (message: LabMessage) => void): () => void {
	const worker = new Worker(new URL("./lab.worker.ts", import.meta.url), { type: "module" });
	worker.onmessage = ({ data }: MessageEvent<LabMessage>) => {
		if (data.kind === "done" || data.kind === "failed") worker.terminate();
		tell(data);
	};
	worker.onerror = (event) => {
		worker.terminate();
		tell({ kind: "failed", problem: event.message || "its worker could not be started" });
	};
	worker.postMessage(request);
	return () => worker.terminate();
}

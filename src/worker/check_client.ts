/** The page's end of the checker's worker. */
import { type Remote, wrap } from "comlink";
import type { CheckerWorker } from "./check_protocol.ts";

// Kept in module scope for good: a proxy that is collected closes its port, and calls on their way would never be answered.
let remote: Remote<CheckerWorker> | null = null;

/** The checker; its thread starts with the first call. */
export function checker(): Remote<CheckerWorker> {
	remote ??= wrap<CheckerWorker>(new Worker(new URL("./checker.worker.ts", import.meta.url), { type: "module" }));
	return remote;
}

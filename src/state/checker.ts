/** The checker as the screen has it: what is to be explored, how far it is, what was found; and the matrix of one or two kernels. */
import { createStore } from "zustand/vanilla";
import type { ReportedFinding } from "../check/report.ts";
import { partsOfId } from "../sim/kernels/derive.ts";
import type { CheckerWorker, CheckProgress, CheckRequest, MatrixLineView } from "../worker/check_protocol.ts";
import type { Answer } from "../worker/protocol.ts";
import { setText } from "./edits.ts";
import { openScenario } from "./open.ts";
import { newLine } from "./scenario_lines.ts";
import { setNotice, stage } from "./stage.ts";

/** The worker's functions as the page calls them. */
export type CheckerCalls = {
	readonly [K in keyof CheckerWorker]: (...given: Parameters<CheckerWorker[K]>) => Promise<ReturnType<CheckerWorker[K]>>;
};

export type CheckStatus = "idle" | "running" | "paused" | "done" | "cancelled";

export interface CheckerState {
	readonly status: CheckStatus;
	readonly progress: CheckProgress | null;
	/** The kernel of `progress`. */
	readonly kernel: string;
	/** Wall-clock seconds of work. */
	readonly seconds: number;
	readonly problem: string | null;
	/** By kernel id. */
	readonly matrices: ReadonlyMap<string, readonly MatrixLineView[]>;
	readonly shrinking: boolean;
}

const INITIAL: CheckerState = {
	status: "idle",
	progress: null,
	kernel: "",
	seconds: 0,
	problem: null,
	matrices: new Map(),
	shrinking: false,
};

export const checkerStore = createStore<CheckerState>(() => INITIAL);

/** Milliseconds of one piece of work: pause and cancel are answered in less than a tenth of a second. */
const PIECE = 50;

let calls: CheckerCalls | null = null;
let generation = 0;

/** Hands the worker in; called by whoever shows the checker. */
export function installChecker(given: CheckerCalls): void {
	calls = given;
}

function worker(): CheckerCalls {
	if (calls === null) throw new Error("the checker was used before it was installed");
	return calls;
}

/** Explores until everything within the limits was seen, or somebody stops it. */
export async function startCheck(request: CheckRequest): Promise<void> {
	const mine = ++generation;
	checkerStore.setState({ status: "running", progress: null, kernel: request.kernel, seconds: 0, problem: null });
	const begun = await settled(worker().start(request));
	if (mine !== generation) return;
	if (begun.ok) await goOn(mine);
	else checkerStore.setState({ status: "idle", problem: begun.problem });
}

export function pauseCheck(): void {
	if (checkerStore.getState().status === "running") checkerStore.setState({ status: "paused" });
}

export async function resumeCheck(): Promise<void> {
	if (checkerStore.getState().status !== "paused") return;
	checkerStore.setState({ status: "running" });
	await goOn(++generation);
}

/** Ends the exploration; what was found until now stays. */
export function cancelCheck(): void {
	const { status } = checkerStore.getState();
	if (status !== "running" && status !== "paused") return;
	generation++;
	checkerStore.setState({ status: "cancelled" });
}

async function goOn(mine: number): Promise<void> {
	while (mine === generation && checkerStore.getState().status === "running") {
		const start = performance.now();
		const answer = await settled(worker().work(PIECE));
		if (mine !== generation) return;
		if (!answer.ok) {
			checkerStore.setState({ status: "idle", problem: answer.problem });
			return;
		}
		const { seconds, status } = checkerStore.getState();
		checkerStore.setState({
			progress: answer.value,
			seconds: seconds + (performance.now() - start) / 1000,
			status: answer.value.done ? "done" : status,
		});
	}
}

/** A worker that breaks is an answer too. */
async function settled<T>(call: Promise<Answer<T>>): Promise<Answer<T>> {
	try {
		return await call;
	} catch (error) {
		return { ok: false, problem: `The checker stopped: ${error instanceof Error ? error.message : String(error)}` };
	}
}

/** Computes the matrix of a kernel, once. */
export async function loadMatrix(kernel: string): Promise<void> {
	if (checkerStore.getState().matrices.has(kernel)) return;
	const answer = await settled(worker().matrix(kernel));
	if (!answer.ok) checkerStore.setState({ problem: answer.problem });
	else checkerStore.setState({ matrices: new Map(checkerStore.getState().matrices).set(kernel, answer.value) });
}

/** Opens steps as a scenario of one's own, modelled on a kernel; `micro`: stand behind this micro-step of the last step. */
export function openSteps(kernel: string, script: readonly string[], micro: number): void {
	const lines = script.map((text) => newLine(text));
	const last = { step: lines.length - 1, micro: micro + 1 };
	openScenario("", { kernel, source: "model", lines, cursor: micro < 0 ? { step: lines.length, micro: 0 } : last });
}

/** Opens a counterexample where it breaks. */
export function openFinding({ path, micro }: ReportedFinding): void {
	openSteps(checkerStore.getState().kernel, path, micro);
}

/** Puts the shortest scenario that breaks the same in the place of the one on the screen; undo brings that back. Resolves with whether it did. */
export async function shrinkScenario(): Promise<boolean> {
	const { scenario, kernel } = stage.getState();
	checkerStore.setState({ shrinking: true, problem: null });
	const lines = scenario.lines.filter(({ enabled }) => enabled).map(({ text }) => text);
	const answer = await settled(worker().shrink(kernel, lines));
	checkerStore.setState({ shrinking: false, problem: answer.ok ? null : answer.problem });
	if (!answer.ok) return false;
	const { script, of } = answer.value;
	setText(script.join("\n"));
	setNotice(`${of} steps shrunk to ${script.length} that break the same.`);
	return true;
}

/** The kernel that the screen shows, as the checker takes it: its base, and what is flipped. */
export function kernelAtHand(): { readonly base: string; readonly flips: readonly string[] } {
	return partsOfId(stage.getState().kernel);
}

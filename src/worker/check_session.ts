/** The checker's work without the worker: plain functions over one exploration, so that tests need no thread. */
import { Explorer } from "../check/explorer.ts";
import { causeKey, type Finding } from "../check/finding.ts";
import { preservationMatrix } from "../check/matrix.ts";
import { parsePredicate } from "../check/predicate/parse.ts";
import { predicateProperty } from "../check/predicate/property.ts";
import { COUNTS, PROPERTIES, type Property, propertiesOf } from "../check/properties.ts";
import { causeAtEnd } from "../check/replay.ts";
import { type ReportedFinding, reportFinding } from "../check/report.ts";
import { alphabet } from "../check/scope.ts";
import { shrink } from "../check/shrink.ts";
import { parseLine } from "../scenario/parse.ts";
import { printStep } from "../scenario/print.ts";
import { X86_64_GEOMETRY } from "../sim/include/geometry.ts";
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import type { Step } from "../sim/include/operation.ts";
import { kernelOfId } from "../sim/kernels/derive.ts";
import type { CheckerWorker, CheckProgress, CheckRequest } from "./check_protocol.ts";
import type { Answer } from "./protocol.ts";

/** States between two looks at the clock. */
const SLICE = 40;
/** Steps of a scenario that is to be shrunk. */
const MOST_STEPS = 400;

interface Session {
	readonly kernel: KernelRecord;
	readonly request: CheckRequest;
	readonly explorer: Explorer;
	readonly properties: readonly Property[];
	/** Findings that were lifted already. */
	readonly told: Map<string, ReportedFinding>;
	/** Milliseconds of work until now. */
	spent: number;
	/** Whether it ended because the time was up. */
	late: boolean;
	done: boolean;
}

/** A checker; `now` is its clock, in milliseconds. */
export function checkSession(now: () => number): CheckerWorker {
	let session: Session | null = null;
	return {
		start(request) {
			const begun = begin(request);
			session = begun.ok ? begun.value : null;
			return begun.ok ? { ok: true, value: null } : begun;
		},
		work(milliseconds) {
			if (session === null) return { ok: false, problem: "nothing is being explored" };
			return { ok: true, value: work(session, now, milliseconds) };
		},
		matrix(id) {
			const kernel = kernelOfId(id);
			if (kernel === undefined) return unknownKernel(id);
			const lines = preservationMatrix(kernel).map((line) => ({
				...line,
				cells: line.cells.map(({ steps, ...cell }) => ({ ...cell, script: steps.map(printStep) })),
			}));
			return { ok: true, value: lines };
		},
		shrink(id, lines) {
			const kernel = kernelOfId(id);
			return kernel === undefined ? unknownKernel(id) : shrunk(kernel, lines);
		},
	};
}

function unknownKernel(id: string): { readonly ok: false; readonly problem: string } {
	return { ok: false, problem: `the machine has no kernel ${id}` };
}

function begin(request: CheckRequest): Answer<Session> {
	const kernel = kernelOfId(request.kernel);
	if (kernel === undefined) return unknownKernel(request.kernel);
	const properties = propertiesOf(request.properties);
	if (request.own.trim() !== "") {
		const own = parsePredicate(request.own);
		if (!own.ok) {
			const { line, column, message, expected } = own.error;
			return { ok: false, problem: `Your property, line ${line}, column ${column}: ${message}; expected ${expected}.` };
		}
		properties.push(predicateProperty(own.value, request.own.trim()));
	}
	const steps = alphabet(request.scope).length;
	if (steps > 255)
		return { ok: false, problem: `There are ${steps} different steps, at most 255 can be explored: choose fewer operations.` };
	const explorer = new Explorer({
		kernel,
		scope: request.scope,
		properties,
		counts: request.properties.includes(COUNTS),
		limits: { depth: request.depth, states: request.states },
	});
	return { ok: true, value: { kernel, request, explorer, properties, told: new Map(), spent: 0, late: false, done: false } };
}

function work(session: Session, now: () => number, milliseconds: number): CheckProgress {
	const { explorer, request } = session;
	const begun = now();
	const allowed = request.seconds * 1000 - session.spent;
	let took = 0;
	while (!session.done && took < milliseconds) {
		if (!explorer.expand(SLICE) && !explorer.deepen()) session.done = true;
		took = now() - begun;
		session.late = !session.done && took >= allowed;
		session.done ||= session.late;
	}
	session.spent += took;
	const { of, left } = explorer.waiting;
	return {
		done: session.done,
		limit: session.late ? "seconds" : explorer.limit,
		depth: explorer.depth,
		states: explorer.states,
		transitions: explorer.transitions,
		part: of === 0 ? 1 : 1 - left / of,
		findings: explorer.findings.map((finding) => told(session, finding)),
	};
}

/** A finding lifted to full geometry, once. */
function told({ kernel, request, properties, told }: Session, finding: Finding): ReportedFinding {
	const key = causeKey(finding.property, finding.cause);
	const known = told.get(key) ?? reportFinding(kernel, request.scope, finding, printStep, properties);
	told.set(key, known);
	return { ...known, times: finding.times };
}

function shrunk(kernel: KernelRecord, lines: readonly string[]): ReturnType<CheckerWorker["shrink"]> {
	const steps: Step[] = [];
	for (const line of lines) {
		const read = parseLine(line);
		if (read.ok) steps.push(read.value);
	}
	if (steps.length > MOST_STEPS)
		return { ok: false, problem: `At most ${MOST_STEPS} steps can be shrunk; this scenario has ${steps.length}.` };
	const usual = PROPERTIES.filter((property) => property.usual);
	for (let length = 1; length <= steps.length; length++) {
		for (const property of usual) {
			const path = steps.slice(0, length);
			const cause = causeAtEnd(kernel, X86_64_GEOMETRY, path, property);
			if (cause === null) continue;
			const key = causeKey(property.id, cause);
			const causeOf = (some: readonly Step[]) => causeAtEnd(kernel, X86_64_GEOMETRY, some, property);
			const short = shrink(path, (some) => {
				const found = causeOf(some);
				return found !== null && causeKey(property.id, found) === key;
			});
			const script = short.map(printStep);
			return { ok: true, value: { script, of: lines.length, property: property.id, micro: causeOf(short)?.micro ?? 0 } };
		}
	}
	return { ok: false, problem: "No step of this scenario breaks a property on this kernel: there is nothing to shrink it to." };
}

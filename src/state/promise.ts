/** What a link promises of a run, and whether the run that it opens keeps it. */
import { type Parting, partingOf, type RunDigest } from "../history/digest.ts";
import type { Film } from "../history/film.ts";
import type { Link } from "./link_type.ts";
import { setNotice, stage } from "./stage.ts";

const known = new WeakMap<Film, Map<number, RunDigest>>();

/** The digest of the film's first `steps` steps, if it was asked for before. */
export function knownPromise(film: Film, steps: number): RunDigest | undefined {
	return known.get(film)?.get(steps);
}

/** Makes it known. */
export async function learnPromise(film: Film, steps: number): Promise<RunDigest> {
	const digests = known.get(film) ?? new Map<number, RunDigest>();
	known.set(film, digests);
	const digest = digests.get(steps) ?? (await film.digest(steps));
	digests.set(steps, digest);
	return digest;
}

/** After a link was opened: says where its run parts from what the link promised. Nothing is said of another kernel or source. */
export async function judgePromise(link: Link): Promise<void> {
	const { film, kernel, source, cursor } = stage.getState();
	const { promise } = link;
	if (promise === undefined || film === null || link.kernel !== kernel || link.source !== source || link.cursor?.step !== cursor.step)
		return;
	const found = await learnPromise(film, cursor.step);
	const parting = partingOf(cursor.step, promise, found);
	if (parting !== null && stage.getState().film === film) setNotice(partingWords(film, parting));
}

function partingWords(film: Film, { after, by }: Parting): string {
	const today = film.source === "model" ? "today's model" : "today's recording";
	const where =
		by - after <= 1
			? `in step ${by} (${film.steps[by - 1]?.text ?? ""})`
			: `between steps ${after + 1} and ${by}, up to which all was the same`;
	return `This link was made when the run gave another result: ${today} parts from it ${where}. What you see is today's.`;
}

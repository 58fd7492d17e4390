/** What the strip says of trackers. */
import type { FilmStep, PageVerdict, TrackerId } from "../../history/film.ts";
import { addressWords } from "../../layout/place.ts";

export const TRACKER_NAMES: Record<TrackerId, string> = {
	"soft-dirty": "soft-dirty",
	"uffd-wp": "uffd-wp messages",
	"uffd-wp-async": "uffd-wp async",
};

/** A page as `heap+0x3000`, with its process where there are several. */
export function placeWords(page: PageVerdict | undefined, several: boolean): string {
	if (page === undefined) return "";
	const address = addressWords(page.region, page.page);
	return several ? `${page.process}: ${address}` : address;
}

/**
 * What became of a soft-dirty reader who was there first.
 *
 * @param done steps before the cursor
 * @returns empty when nothing was taken from it
 */
export function overtakenWords(overtaken: readonly PageVerdict[], done: readonly Pick<FilmStep, "parsed" | "status">[]): string {
	const [first] = overtaken;
	if (first === undefined) return "";
	const clears = done.flatMap(({ parsed, status }, index) =>
		status === "done" && parsed?.operation.kind === "clear_refs" && parsed.process === first.process ? [index + 1] : [],
	);
	const [earlier, later] = clears.slice(-2);
	const n = overtaken.filter(({ process }) => process === first.process).length;
	return `a second reader, who cleared at step ${earlier}, would miss ${n} (cleared again at step ${later})`;
}

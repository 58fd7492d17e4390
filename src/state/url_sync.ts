/** Keeps the address bar at the link of what is on the screen, and follows it when the person changes it. */

import { afterPaint } from "./after_paint.ts";
import { track } from "./idle.ts";
import { knockAtLab } from "./lab_door.ts";
import { currentHash, openLink } from "./link.ts";
import { setProblem, stage } from "./stage.ts";
import { parseLinkHash } from "./url.ts";

/** Milliseconds between two changes: browsers refuse more than about a hundred in thirty seconds. */
const PAUSE = 350;

/** Starts writing and following the hash; returns what ends it. */
export function startUrlSync(target: Window): () => void {
	let written = target.location.hash;
	/** What was written there last, as it was asked for. */
	let asked = written;
	let shownName = stage.getState().scenario.name;
	let last = Number.NEGATIVE_INFINITY;
	let timer: number | undefined;
	/** Links that are being opened: until they are, the address is ahead of the screen. */
	let following = 0;
	/** A paint may still be awaited when it is over. */
	let over = false;

	const write = () => {
		timer = undefined;
		if (over) return;
		// The person has just changed the address; `follow` is about to hear of it.
		const changed = target.location.hash !== written && target.location.hash !== "";
		if (following > 0 || changed) return;
		const { scenario, film } = stage.getState();
		const hash = currentHash();
		if (film === null || hash === asked) return;
		asked = hash;
		// Another scenario is another page of the history; moving about in one is not.
		const another = shownName !== "" && shownName !== scenario.name;
		shownName = scenario.name;
		last = performance.now();
		if (another) target.history.pushState(null, "", hash);
		else target.history.replaceState(null, "", hash);
		// As the browser spells it.
		written = target.location.hash;
	};

	/** At once when the last change is long ago, but after the paint; what comes in quick succession is written once. */
	const schedule = () => {
		timer ??= target.setTimeout(() => afterPaint(write), Math.max(0, last + PAUSE - performance.now()));
	};

	const follow = () => {
		const { hash } = target.location;
		if (hash === written || hash === "") return;
		written = hash;
		asked = hash;
		if (knockAtLab(hash)) return;
		const link = parseLinkHash(hash);
		if (!link.ok) setProblem(link.error);
		else if (link.value !== null) {
			shownName = link.value.scenario;
			following++;
			void track(
				openLink(link.value).finally(() => {
					following--;
					schedule();
				}),
			);
		}
	};

	const end = stage.subscribe(schedule);
	target.addEventListener("hashchange", follow);
	// A reload right after a key press must come back to what that key did.
	target.addEventListener("pagehide", write);
	return () => {
		over = true;
		end();
		target.clearTimeout(timer);
		target.removeEventListener("hashchange", follow);
		target.removeEventListener("pagehide", write);
	};
}

/** Bits that are watched: each is a lane on the timeline. */
import { stage, type Watch } from "./stage.ts";

/** More lanes than this would hide the timeline. */
export const MOST_WATCHES = 6;

export function sameBit(a: Watch, b: Watch): boolean {
	return a.process === b.process && a.region === b.region && a.page === b.page && a.subject === b.subject && a.key === b.key;
}

export function isWatched(watches: readonly Watch[], bit: Watch): boolean {
	return watches.some((watch) => sameBit(watch, bit));
}

/** Pins a bit, or takes it off again; the oldest makes room. */
export function toggleWatch(watch: Watch): void {
	const { watches } = stage.getState();
	const others = watches.filter((each) => !sameBit(each, watch));
	stage.setState({ watches: others.length < watches.length ? others : [...watches.slice(1 - MOST_WATCHES), watch] });
}

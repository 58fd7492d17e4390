/** What the first load needs to know of the lab: how a link to it begins, and which one is to be opened. */
import { createStore } from "zustand/vanilla";

export const LAB_PREFIX = "#lab=";

/** A hash that the lab has not read yet; null when there is none. */
export const labDoor = createStore<{ readonly hash: string | null }>(() => ({ hash: null }));

/** Keeps a link to the lab for it; false when the hash is none. */
export function knockAtLab(hash: string): boolean {
	if (!hash.startsWith(LAB_PREFIX)) return false;
	labDoor.setState({ hash });
	return true;
}

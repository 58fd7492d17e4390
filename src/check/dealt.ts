/** Which explorer each of the states that were found belongs to, by its share. */
import { type Found, MOST_STEPS } from "./found.ts";

export class Dealt {
	/** By state: the explorer in charge of it. */
	readonly owner = new Uint8Array(MOST_STEPS);
	/** Low halves of the hashes that are this explorer's, the first `owns` of them. */
	readonly own = new Uint32Array(MOST_STEPS);
	owns = 0;
	/** Of those that others are in charge of, the first `sent` of them. */
	readonly others = new Uint32Array(MOST_STEPS);
	sent = 0;

	take({ count, share, low }: Found, part: { readonly index: number; readonly count: number }): void {
		this.owns = 0;
		this.sent = 0;
		for (let i = 0; i < count; i++) {
			const owner = (share[i] ?? 0) % part.count;
			this.owner[i] = owner;
			if (owner === part.index) this.own[this.owns++] = low[i] ?? 0;
			else this.others[this.sent++] = low[i] ?? 0;
		}
	}
}

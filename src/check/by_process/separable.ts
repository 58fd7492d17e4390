/**
 * Which scopes can be explored process by process: those in which a process sees of others only the frames and swap slots that it
 * shares with them. Files, KSM's lists, userfaultfds, folios on their way and CPUs are other ways to meet.
 */
import type { Move, Scope } from "../scope.ts";

/** What a step of one process depends on and changes is its own memory and what that reaches; how much of it is shared shows in counts. */
const OWN: ReadonlySet<Move> = new Set<Move>([
	"hugepage",
	"nohugepage",
	"read",
	"write",
	"store",
	"fill",
	"clear_refs",
	"dontneed",
	"unmap",
	"protect",
	"free",
	"pageout",
	"swap_out",
	"collapse",
	"migrate",
	"numa_hint",
	"fork",
	"exit",
]);

/** These look for a free address, which is the same for all processes. */
const PLACED: ReadonlySet<Move> = new Set<Move>(["map", "remap"]);

/** This is done to all processes, to each as if it were alone where nothing is shared. */
const EVERYWHERE: ReadonlySet<Move> = new Set<Move>(["split_all"]);

export function separable({ moves }: Scope): boolean {
	return moves.every((move) => OWN.has(move) || PLACED.has(move) || EVERYWHERE.has(move));
}

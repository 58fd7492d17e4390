/** The end of a process. Source: kernel/exit.c, mm/mmap.c exit_mmap(). */
import type { Machine } from "../machine_state.ts";
import { doMunmap } from "../mm/mmap.ts";
import type { MicroKind } from "../trace.ts";
import type { Process } from "./process.ts";

const EXIT: MicroKind = {
	file: "mm/mmap.c",
	fn: "exit_mmap",
	label: "exit",
	say: "The process is gone; its address space is taken down, and pages that nobody else maps are free again.",
};

/** Takes the address space down; the process is not live any more. */
// mm/mmap.c: exit_mmap()
export function exitMmap(m: Machine, process: Process): void {
	m.at(EXIT);
	const first = process.vmas[0];
	const last = process.vmas.at(-1);
	if (first !== undefined && last !== undefined) doMunmap(m, process, first.start, last.end);
	m.change(process, "live", false);
}

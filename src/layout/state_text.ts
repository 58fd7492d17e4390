/** The state as the kernel's own files would tell it: rows of /proc/PID/pagemap, and what smaps says of each mapping. Pure. */
import { entryWordOf, type FrameNumbers, pagemapWordOf } from "../sim/arch/run_word.ts";
import type { EntryLayout } from "../sim/include/kernel.ts";
import type { Observation, Run, VmaView } from "../sim/include/observation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import { addressWords } from "./place.ts";

function address(page: number): string {
	return (BigInt(page) * BigInt(PAGE_SIZE)).toString(16).padStart(12, "0");
}

/**
 * One row a run of pages that read alike: address, word of its first page, how many pages. A recording does not know frame numbers:
 * there the low 55 bits are left out, and said so.
 */
export function pagemapText(observation: Observation, layout: EntryLayout, numbers: FrameNumbers): string {
	const rows = observation.processes.flatMap(({ id, regions }) => [
		`# /proc/${id}/pagemap: address, word, pages of 4 KiB that follow alike, place`,
		...(numbers === "label"
			? ["# recorded without frame numbers and swap slots: bits 0 to 54 are not known where a page is mapped or swapped"]
			: []),
		...regions.flatMap(({ name, start, runs }) => runs.map((run) => pagemapRow(layout, name, start, run, numbers))),
	]);
	return `${rows.join("\n")}\n`;
}

function pagemapRow(layout: EntryLayout, region: string, start: number, run: Run, numbers: FrameNumbers): string {
	const vpn = start + run.at;
	const { word, known } = pagemapWordOf(layout, run, run.at, entryWordOf(layout, run, run.at, vpn, numbers), numbers);
	const digits = word.toString(16).padStart(16, "0");
	const shown = [...digits]
		.map((digit, i) => (((known >> BigInt((15 - i) * 4)) & 0xfn) === 0xfn ? digit : digit === "0" ? "." : digit))
		.join("");
	return `${address(vpn)}  ${shown}  ${String(run.n).padStart(6)}  ${addressWords(region, run.at)}`;
}

/** One block a VMA: its range, protection and the VmFlags that are kept. */
export function smapsText(observation: Observation): string {
	const rows = observation.processes.flatMap(({ id, regions }) => [
		`# /proc/${id}/smaps: what is known of each mapping`,
		...regions.flatMap(({ name, start, vmas }) => vmas.flatMap((vma) => smapsRows(name, start, vma))),
	]);
	return `${rows.join("\n")}\n`;
}

function smapsRows(region: string, start: number, { at, n, prot, flags }: VmaView): readonly string[] {
	const from = start + at;
	const shared = flags.includes("sh");
	const letters = [prot.includes("r") ? "rd" : "", prot.includes("w") ? "wr" : "", ...flags].filter(Boolean).join(" ");
	return [
		`${address(from)}-${address(from + n)} ${prot}${shared ? "s" : "p"} 00000000 00:00 0  [${region}]`,
		`Size:           ${String(n * 4).padStart(8)} kB`,
		`VmFlags: ${letters}`,
	];
}

/** A machine's whole state as text, equal for equal states however they came about. */
import type { ColumnSnapshot } from "../base/column.ts";
import type { Machine } from "../sim/machine_state.ts";

/** The state, part by part; two machines with the same parts behave alike from here on. */
export function statePrint(m: Machine): Readonly<Record<string, string>> {
	const { tables, frames, swap, shmem, processes, ...rest } = m.snapshot();
	const zones = frames.zones.map((zone) => JSON.stringify(zone)).join(" ");
	const end = m.nextRegion;
	return {
		tables: `${columns([tables.flags, tables.target])} ${JSON.stringify([tables.tables, tables.free])}`,
		frames: `${columns(frames.columns)} ${zones}`,
		swap: `${columns(swap.columns)} ${swap.next} ${JSON.stringify(swap.free)}`,
		shmem: columns([...shmem.files, shmem.fileOf]),
		processes: processes
			.map(({ written, dropped, overtaken, tlb, ...process }) => {
				const start = m.geometry.regionBase;
				return JSON.stringify([process, ...[written, dropped, overtaken, tlb].map((set) => set?.within(start, end) ?? null)]);
			})
			.join("\n"),
		rest: JSON.stringify(rest),
	};
}

/** Cells that are not 0, by column: a chunk of zeros is as good as none. */
function columns(all: readonly ColumnSnapshot[]): string {
	return all
		.map(({ chunks }) =>
			chunks
				.flatMap((chunk, number) => {
					const cells: string[] = [];
					chunk?.forEach((value, i) => {
						if (value !== 0) cells.push(`${i}=${value}`);
					});
					return cells.length === 0 ? [] : [`${number}:${cells.join()}`];
				})
				.join(";"),
		)
		.join("|");
}

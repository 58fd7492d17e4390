/** ioctls on a userfaultfd, as the manager of a process calls them. Source: fs/userfaultfd.c userfaultfd_ioctl(). */
import { EINVAL } from "../include/errno.ts";
import type { Operation } from "../include/operation.ts";
import type { CallResult } from "../include/transition.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import { mfillAtomic, mwriteprotectRange } from "../mm/userfaultfd.ts";
import { onRange, resultOf } from "../range.ts";
import { uffdRegister, uffdUnregister } from "./userfaultfd.ts";

type UffdOperation = Extract<Operation, { kind: `uffd_${string}`; range: unknown }>;

export interface UffdOutcome {
	readonly result: CallResult;
	/** Processes whose fault may be answered now, in the order in which the manager looks at them. */
	readonly woken: readonly Process[];
}

export function uffdIoctl(m: Machine, process: Process, operation: UffdOperation): UffdOutcome {
	if (process.uffd === 0) return { result: resultOf(m.kernel.errnoWithoutUffd), woken: [] };
	const woken = new Set<Process>();
	const wake = (context: number, start: number, end: number) => {
		for (const waiter of m.processes) {
			const { blocked } = waiter;
			if (blocked !== null && blocked.context === context && blocked.vpn >= start && blocked.vpn < end) woken.add(waiter);
		}
	};
	const result = onRange(process, operation.range, (start, end) => {
		if (start >= end) return EINVAL;
		const error = call(m, process, operation, start, end, wake);
		return error;
	});
	return { result, woken: m.processes.filter((waiter) => woken.has(waiter)) };
}

type Wake = (context: number, start: number, end: number) => void;

function call(m: Machine, process: Process, operation: UffdOperation, start: number, end: number, wake: Wake): number {
	switch (operation.kind) {
		case "uffd_register":
			return uffdRegister(m, process, start, end, operation.modes);
		case "uffd_unregister":
			return uffdUnregister(m, process, start, end, wake);
		case "uffd_wake":
			wake(process.uffd, start, end);
			return 0;
		case "uffd_protect":
		case "uffd_unprotect": {
			if (!m.kernel.uffdFeatures.includes("wp")) return EINVAL;
			const protect = operation.kind === "uffd_protect";
			const error = mwriteprotectRange(m, process, start, end, protect);
			if (error === 0 && !protect) wake(process.uffd, start, end);
			return error;
		}
		case "uffd_copy":
		case "uffd_zeropage": {
			if (operation.kind === "uffd_copy" && operation.wp && !m.kernel.uffdFeatures.includes("wp")) return EINVAL;
			const how = operation.kind !== "uffd_copy" ? "zeropage" : operation.wp ? "copy-wp" : "copy";
			const { error, filled } = mfillAtomic(m, process, start, end, how);
			if (filled > 0) wake(process.uffd, start, start + filled);
			return error;
		}
	}
}

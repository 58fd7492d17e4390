/** Carrying a path out from the start, at any geometry, and judging where it ends. */
import type { Geometry } from "../sim/include/geometry.ts";
import type { KernelRecord } from "../sim/include/kernel_record.ts";
import type { Step } from "../sim/include/operation.ts";
import { boot, step } from "../sim/machine.ts";
import { accountingViolations } from "./accounting.ts";
import { type Cause, findCause, stopped } from "./finding.ts";
import { afterStep, NO_PROMISES, type Promises } from "./promise.ts";
import { COUNTS, PROPERTIES, type Property } from "./properties.ts";
import { speakable } from "./scope.ts";
import { StateView } from "./view.ts";

/**
 * What breaks the property in the path's last step, when it was whole before it; null when it is not broken by that step, or when some
 * step has no meaning where it stands (its process is dead, its region unknown).
 */
export function causeAtEnd(
	kernel: KernelRecord,
	geometry: Geometry,
	path: readonly Step[],
	property: Property | typeof COUNTS,
): Cause | null {
	const m = boot(kernel, geometry);
	let promises: Promises = NO_PROMISES;
	const last = path.at(-1);
	if (last === undefined) return null;
	for (const each of path.slice(0, -1)) {
		if (!speakable(m, each)) return null;
		promises = afterStep(m, promises, each, step(m, each)).promises;
	}
	if (!speakable(m, last)) return null;
	if (property === COUNTS) {
		if (accountingViolations(m).length > 0) return null;
		try {
			step(m, last);
		} catch (error) {
			return stopped(error instanceof Error ? error.message : String(error));
		}
		const [first] = accountingViolations(m);
		return first === undefined ? null : stopped(first);
	}
	const view = new StateView();
	view.read(m, promises);
	return property.broken(view) >= 0 ? null : findCause(m, last, promises, property);
}

/** The ready-made property of this id. */
export function propertyById(id: string): Property | typeof COUNTS | undefined {
	return id === COUNTS ? COUNTS : PROPERTIES.find((property) => property.id === id);
}

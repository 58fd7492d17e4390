import { BitsPool } from "../../base/bits_pool.ts";
import { Operations } from "./operations.ts";
import type { Workload } from "./workload.ts";

/** What the trackers of one workload use one after the other. */
export class Workbench {
	readonly workload: Workload;
	readonly operations: Operations;
	readonly pool: BitsPool;

	constructor(workload: Workload) {
		this.workload = workload;
		this.operations = new Operations(workload);
		this.pool = new BitsPool(workload.pages);
	}
}

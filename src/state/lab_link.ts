/** A link to a plan of the lab: `#lab=1.<deflated JSON>`. Links are for ever: a change of meaning takes a new version and an upgrader here. */
import { err, ok, type Result } from "../base/result.ts";
import type { LabPlan } from "../trackers/lab/presets.ts";
import { LAB_PREFIX } from "./lab_door.ts";
import { readPlan } from "./lab_plan.ts";
import { pack, unpack } from "./packing.ts";

const VERSION = "1";
/** Longest packed plan: 4096 listed pages need less. */
const MAX_PACKED = 60_000;
/** Longest plan, in bytes: a deflated bomb stops here. */
const MAX_PLAN = 1_000_000;

/** The hash of a link to the plan, `#` included. */
export function labHash({ kernel, workload, migration, snapshot }: LabPlan): string {
	return `${LAB_PREFIX}${VERSION}.${pack(JSON.stringify({ kernel, workload, migration, snapshot }))}`;
}

/** The plan that a hash of the lab holds, or what is wrong with it in words fit to be shown. */
export function readLabHash(hash: string): Result<LabPlan, string> {
	const [version, packed = ""] = hash.slice(LAB_PREFIX.length).split(".", 2);
	if (version !== VERSION)
		return err(`This link to the lab is of version ${version?.slice(0, 8)}; this Pagewalk reads version ${VERSION}.`);
	if (packed.length > MAX_PACKED) return err(`The link to the lab is longer than ${MAX_PACKED} characters and was not opened.`);
	const text = unpack(packed, MAX_PLAN, "a plan");
	if (!text.ok) return err("The link to the lab could not be read: it is cut off or was changed.");
	const plan = readPlan(parsed(text.value));
	return plan.ok ? ok(plan.value) : err(`The link to the lab was not opened: ${plan.error}.`);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

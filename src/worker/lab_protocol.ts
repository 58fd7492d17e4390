/** What crosses between the page and the lab's worker. Types only. */
import type { MigrationResult } from "../trackers/lab/migration.ts";
import type { LabPlan } from "../trackers/lab/presets.ts";
import type { IntervalResult, Path } from "../trackers/lab/run_tracker.ts";
import type { SnapshotResult } from "../trackers/lab/snapshot.ts";
import type { SweepPoint } from "../trackers/lab/sweep.ts";
import type { TrackerId } from "../trackers/lab/tracker.ts";

export type LabRequest =
	| { readonly kind: "run"; readonly plan: LabPlan }
	| { readonly kind: "script"; readonly plan: LabPlan; readonly tracker: TrackerId; readonly interval: number };

/** Messages of one request, in their order; `done` or `failed` is the last. */
export type LabMessage =
	| { readonly kind: "path"; readonly path: Path; readonly trackers: readonly TrackerId[] }
	/** `share` of everything, 0 … 1. */
	| { readonly kind: "progress"; readonly share: number; readonly doing: string }
	| { readonly kind: "interval"; readonly tracker: TrackerId; readonly result: IntervalResult }
	| { readonly kind: "snapshot"; readonly result: SnapshotResult }
	| { readonly kind: "migration"; readonly page: MigrationResult; readonly mapping: MigrationResult }
	| { readonly kind: "sweep"; readonly tracker: TrackerId; readonly point: SweepPoint }
	/** Scenario lines; null when the run is too large for the explorer. */
	| { readonly kind: "script"; readonly lines: readonly string[] | null }
	| { readonly kind: "done" }
	| { readonly kind: "failed"; readonly problem: string };

/** Which program answers for which tracker, on which path. */
import type { BitsPool } from "../../base/bits_pool.ts";
import type { KernelRecord } from "../../sim/include/kernel_record.ts";
import { Fork } from "./columns/fork.ts";
import { Mprotect } from "./columns/mprotect.ts";
import { SoftDirty } from "./columns/soft_dirty.ts";
import { UffdAsync } from "./columns/uffd_async.ts";
import { UffdSync } from "./columns/uffd_sync.ts";
import { Untracked } from "./columns/untracked.ts";
import { Kvm } from "./kvm.ts";
import { MachineFork } from "./machine/fork.ts";
import type { MachineSubject } from "./machine/machine_subject.ts";
import { MachineMprotect } from "./machine/mprotect.ts";
import { MachineSoftDirty } from "./machine/soft_dirty.ts";
import { MachineUffdAsync } from "./machine/uffd_async.ts";
import { MachineUffdSync } from "./machine/uffd_sync.ts";
import { MachineUntracked } from "./machine/untracked.ts";
import { Qemu } from "./qemu.ts";
import type { Subject } from "./subject.ts";
import type { TrackerId } from "./tracker.ts";
import type { Layout } from "./workload.ts";

/** The machine under the tracker; null for those that are models of a hypervisor on either path. */
export function machineSubject(tracker: TrackerId, kernel: KernelRecord, layout: Layout): MachineSubject | null {
	switch (tracker) {
		case "none":
			return new MachineUntracked(kernel, layout);
		case "soft-dirty":
			return new MachineSoftDirty(kernel, layout);
		case "uffd-sync":
			return new MachineUffdSync(kernel, layout, "page");
		case "uffd-sync-huge":
			return new MachineUffdSync(kernel, layout, "block");
		case "uffd-async":
			return new MachineUffdAsync(kernel, layout);
		case "mprotect":
			return new MachineMprotect(kernel, layout);
		case "fork":
			return new MachineFork(kernel, layout);
		case "kvm-wp":
		case "kvm-pml":
		case "kvm-ring":
		case "qemu":
			return null;
	}
}

export function columnSubject(tracker: TrackerId, kernel: KernelRecord, layout: Layout, pool: BitsPool): Subject {
	switch (tracker) {
		case "none":
			return new Untracked(kernel, layout, pool);
		case "soft-dirty":
			return new SoftDirty(kernel, layout, pool);
		case "uffd-sync":
			return new UffdSync(kernel, layout, pool, "page");
		case "uffd-sync-huge":
			return new UffdSync(kernel, layout, pool, "block");
		case "uffd-async":
			return new UffdAsync(kernel, layout, pool);
		case "mprotect":
			return new Mprotect(kernel, layout, pool);
		case "fork":
			return new Fork(kernel, layout, pool);
		case "kvm-wp":
			return new Kvm(kernel, layout, pool, "wp");
		case "kvm-pml":
			return new Kvm(kernel, layout, pool, "pml");
		case "kvm-ring":
			return new Kvm(kernel, layout, pool, "ring");
		case "qemu":
			return new Qemu(kernel, layout, pool);
	}
}

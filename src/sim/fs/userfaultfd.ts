/** userfaultfd: contexts, registration, messages, and who waits for an answer. Source: fs/userfaultfd.c. */
import { EBUSY, EINVAL } from "../include/errno.ts";
import type { KernelEvent } from "../include/event.ts";
import type { UffdFeature, UffdMode } from "../include/operation.ts";
import { PAGE_SIZE } from "../include/page_size.ts";
import type { Process } from "../kernel/process.ts";
import type { Machine } from "../machine_state.ts";
import { cutOut, type VmaChange, vmaModify } from "../mm/mmap.ts";
import { uffdWpRange } from "../mm/userfaultfd.ts";
import { VM_UFFD_FLAGS, VM_UFFD_MINOR, VM_UFFD_MISSING, VM_UFFD_WP, type Vma } from "../mm/vma.ts";
import type { MicroKind } from "../trace.ts";
import { addContext, contextOf, type UffdContext, type UserFault } from "./uffd_context.ts";

const REGISTER: MicroKind = {
	file: "fs/userfaultfd.c",
	fn: "userfaultfd_register",
	label: "register",
	say: "The VMA belongs to the userfaultfd from now on. Registering protects nothing yet: no entry changes.",
};

const UNREGISTER: MicroKind = {
	file: "fs/userfaultfd.c",
	fn: "userfaultfd_unregister",
	label: "unregister",
	say: "The VMA belongs to no userfaultfd any more.",
};

const MODES: Record<UffdMode, number> = { missing: VM_UFFD_MISSING, wp: VM_UFFD_WP, minor: VM_UFFD_MINOR };

/** Opens a userfaultfd for the process. Returns 0 or an errno. Source: userfaultfd_api(). */
export function uffdOpen(m: Machine, process: Process, features: readonly UffdFeature[]): number {
	const supported = new Set<UffdFeature>(["none", ...m.kernel.uffdFeatures]);
	if (!features.every((feature) => supported.has(feature))) return EINVAL;
	m.change(process, "uffd", addContext(m, features));
	return 0;
}

/** Whether memory of this kind may be registered this way. */
// include/linux/userfaultfd_k.h: vma_can_userfault()
function canUserfault(m: Machine, context: UffdContext, vma: Vma, flags: number): boolean {
	const shared = vma.file !== 0;
	if ((flags & VM_UFFD_MINOR) !== 0 && !shared) return false;
	if (context.features.includes("wp_async") && (flags & VM_UFFD_FLAGS) === VM_UFFD_WP) return true;
	if (shared && (flags & VM_UFFD_WP) !== 0) return m.kernel.uffdFeatures.includes("wp_shmem");
	return !shared || m.kernel.uffdShmem;
}

/** Registers pages `start … end` (end exclusive). Returns 0 or an errno. */
// fs/userfaultfd.c: userfaultfd_register()
export function uffdRegister(m: Machine, process: Process, start: number, end: number, modes: readonly UffdMode[]): number {
	const context = contextOf(m, process.uffd);
	const flags = modes.reduce((sum, mode) => sum | MODES[mode], 0);
	const vmas = within(process, start, end);
	if (context === undefined || flags === 0 || vmas.length === 0) return EINVAL;
	if ((flags & VM_UFFD_MINOR) !== 0 && !m.kernel.uffdMinor) return EINVAL;
	// Until 5.7 the mode has its number already, and is refused.
	if ((flags & VM_UFFD_WP) !== 0 && !m.kernel.uffdFeatures.includes("wp")) return EINVAL;
	for (const vma of vmas) {
		if (!canUserfault(m, context, vma, flags)) return EINVAL;
		if (vma.uffd !== 0 && vma.uffd !== context.id) return EBUSY;
	}
	forParts(process, start, end, (vma, from, to) => {
		if (vma.uffd === context.id && (vma.flags & flags) === flags) return vma;
		return setContext(m, process, vma, from, to, { flags: (vma.flags & ~VM_UFFD_FLAGS) | flags, uffd: context.id }, REGISTER);
	});
	return 0;
}

/** Unregisters pages `start … end` (end exclusive). Returns 0 or an errno; `wake` is told what it may wake. */
// fs/userfaultfd.c: userfaultfd_unregister()
export function uffdUnregister(
	m: Machine,
	process: Process,
	start: number,
	end: number,
	wake: (context: number, from: number, to: number) => void,
): number {
	const context = contextOf(m, process.uffd);
	const vmas = within(process, start, end);
	if (context === undefined || vmas.length === 0) return EINVAL;
	if (vmas.some((vma) => !canUserfault(m, context, vma, vma.flags & VM_UFFD_FLAGS))) return EINVAL;
	forParts(process, start, end, (vma, from, to) => {
		if (vma.uffd === 0) return vma;
		if ((vma.flags & VM_UFFD_MISSING) !== 0) wake(vma.uffd, from, to);
		if (m.kernel.unregisterClearsUffdWp && (vma.flags & VM_UFFD_WP) !== 0) uffdWpRange(m, process, vma, from, to, false);
		return setContext(m, process, vma, from, to, { flags: vma.flags & ~VM_UFFD_FLAGS, uffd: 0 }, UNREGISTER);
	});
	return 0;
}

/** Until 6.3 the page offset of a part is not reckoned from its own start, so that it never fits the neighbour behind it. */
function setContext(m: Machine, process: Process, vma: Vma, from: number, to: number, change: VmaChange, by: MicroKind): Vma {
	const modify = m.kernel.uffdForgetsOffset && from > vma.start ? cutOut : vmaModify;
	return modify(m, process, vma, from, to, change, by);
}

function within(process: Process, start: number, end: number): readonly Vma[] {
	return process.vmas.filter((vma) => vma.start < end && vma.end > start);
}

/** Visits the parts of VMAs in the range; the visit returns the VMA that holds the part afterwards. */
function forParts(process: Process, start: number, end: number, visit: (vma: Vma, from: number, to: number) => Vma): void {
	for (let at = start; at < end; ) {
		const from = at;
		const vma = process.vmas.find((other) => other.end > from);
		if (vma === undefined || vma.start >= end) return;
		const to = Math.min(vma.end, end);
		const after = visit(vma, Math.max(vma.start, from), to);
		at = Math.max(to, Math.min(after.end, end));
	}
}

/** The message that the recorder reads from the userfaultfd of one of the processes; none from a context that nobody reads. */
export function pagefaultEvent(m: Machine, fault: UserFault): KernelEvent | null {
	const reader = m.processes.find((process) => process.uffd === fault.context);
	return reader === undefined ? null : { kind: "pagefault", process: reader.id, at: placeOf(reader, fault.vpn), flags: fault.flags };
}

/** `region+0x…` as the process's regions name a page, or the bare address. */
export function placeOf(process: Process, vpn: number): string {
	const region = process.regions.find((other) => vpn >= other.start && vpn < other.start + other.pages);
	if (region === undefined) return `0x${(BigInt(vpn) * BigInt(PAGE_SIZE)).toString(16)}`;
	return `${region.name}+0x${((vpn - region.start) * PAGE_SIZE).toString(16)}`;
}

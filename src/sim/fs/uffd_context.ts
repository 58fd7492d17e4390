/** Open userfaultfds. Source: struct userfaultfd_ctx. */
import type { UffdFeature } from "../include/operation.ts";
import type { Machine } from "../machine_state.ts";
import type { Vma } from "../mm/vma.ts";

/** One open userfaultfd, or the one that a fork made for the child. */
export interface UffdContext {
	readonly id: number;
	readonly features: readonly UffdFeature[];
}

/** A new context; its id. */
export function addContext(m: Machine, features: readonly UffdFeature[]): number {
	const id = m.contexts.length + 1;
	m.setContexts([...m.contexts, { id, features }]);
	return id;
}

export function contextOf(m: Machine, id: number): UffdContext | undefined {
	return m.contexts[id - 1];
}

/** Whether the context that a VMA belongs to was opened with the feature; WP_ASYNC brings WP_UNPOPULATED along. */
export function hasFeature(m: Machine, vma: Vma, feature: UffdFeature): boolean {
	const features = contextOf(m, vma.uffd)?.features ?? [];
	return features.includes(feature) || (feature === "wp_unpopulated" && features.includes("wp_async"));
}

/** A fault that user space has to answer. */
export interface UserFault {
	readonly context: number;
	readonly vpn: number;
	/** UFFD_PAGEFAULT_FLAG_*: 1 write, 2 write-protect, 4 minor. */
	readonly flags: number;
}

const UFFD_PAGEFAULT_FLAG_WRITE = 1;
export const UFFD_PAGEFAULT_FLAG_WP = 2;
const UFFD_PAGEFAULT_FLAG_MINOR = 4;

// fs/userfaultfd.c: handle_userfault(), userfault_msg()
export function handleUserfault(vma: Vma, vpn: number, write: boolean, reason: "missing" | "wp" | "minor"): UserFault {
	const why = reason === "wp" ? UFFD_PAGEFAULT_FLAG_WP : reason === "minor" ? UFFD_PAGEFAULT_FLAG_MINOR : 0;
	return { context: vma.uffd, vpn, flags: (write ? UFFD_PAGEFAULT_FLAG_WRITE : 0) | why };
}

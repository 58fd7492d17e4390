/** Names of error numbers, and what the common ones mean for the operation that got them. */
import type { OperationKind } from "../../sim/include/operation.ts";

/** Numbers as on x86-64: include/uapi/asm-generic/errno-base.h and errno.h. Only those that system calls here can give. */
const NAMES: Readonly<Record<number, string>> = {
	1: "EPERM",
	2: "ENOENT",
	3: "ESRCH",
	4: "EINTR",
	5: "EIO",
	6: "ENXIO",
	7: "E2BIG",
	9: "EBADF",
	10: "ECHILD",
	11: "EAGAIN",
	12: "ENOMEM",
	13: "EACCES",
	14: "EFAULT",
	16: "EBUSY",
	17: "EEXIST",
	18: "EXDEV",
	19: "ENODEV",
	22: "EINVAL",
	23: "ENFILE",
	24: "EMFILE",
	25: "ENOTTY",
	26: "ETXTBSY",
	27: "EFBIG",
	28: "ENOSPC",
	34: "ERANGE",
	38: "ENOSYS",
	75: "EOVERFLOW",
	95: "EOPNOTSUPP",
	110: "ETIMEDOUT",
};

const GENERAL: Readonly<Record<number, string>> = {
	1: "not permitted",
	2: "nothing there that it could work on",
	3: "no such process",
	9: "not a file descriptor of this process",
	11: "try again",
	12: "part of the range is not mapped, or memory ran out",
	13: "access denied",
	14: "bad address",
	16: "busy",
	17: "something is there already",
	22: "invalid argument, or this kernel does not have it",
	25: "this kernel does not know this ioctl",
	28: "no space left",
	38: "this kernel does not have this system call",
	95: "not supported",
};

const UFFD_REQUESTS: readonly OperationKind[] = [
	"uffd_register",
	"uffd_unregister",
	"uffd_protect",
	"uffd_unprotect",
	"uffd_copy",
	"uffd_zeropage",
	"uffd_wake",
];

/** `ENOMEM`; a number without a name stays a number: `errno 133`. */
export function errnoName(errno: number): string {
	return NAMES[errno] ?? `errno ${errno}`;
}

/** What the error says about this operation, in a few words; empty when nothing is known beyond its name. */
export function errnoMeaning(errno: number, kind?: OperationKind): string {
	if (kind !== undefined && UFFD_REQUESTS.includes(kind)) {
		if (errno === 9) return "this process has no userfaultfd open";
		if (errno === 2) return "the range is not registered for this";
		if (errno === 25) return "this userfaultfd does not offer this request";
		if (errno === 17) return "a page is there already";
		if (errno === 16) return "another userfaultfd is registered there";
	}
	if (kind === "uffd_open" && errno === 22) return "this kernel lacks one of the features";
	if (kind === "advise" && errno === 22) return "this kernel lacks the advice, or it does not fit here";
	if (kind === "scan" && errno === 25) return "this kernel has no PAGEMAP_SCAN (before 6.7)";
	if (kind === "protect" && errno === 12) return "part of the range is not mapped";
	return GENERAL[errno] ?? "";
}

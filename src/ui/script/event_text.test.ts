import { describe, expect, test } from "vitest";
import { eventText } from "./event_text.ts";

describe("eventText", () => {
	test("tells a write to a protected page from one to a missing page", () => {
		expect(eventText({ kind: "pagefault", process: "A", at: "heap+0x3000", flags: 3 })).toBe(
			"userfaultfd message: A at heap+0x3000, write to a write-protected page",
		);
		expect(eventText({ kind: "pagefault", process: "A", at: "heap", flags: 0 })).toBe(
			"userfaultfd message: A at heap, read of a missing page",
		);
	});

	test("names the signal that killed a process", () => {
		expect(eventText({ kind: "died", process: "B", code: 111 })).toBe("B was killed by SIGSEGV");
		expect(eventText({ kind: "died", process: "B", code: 107 })).toBe("B was killed by SIGBUS");
		expect(eventText({ kind: "died", process: "B", code: 3 })).toBe("B was killed by code 3");
	});

	test("counts what move_pages moved, and why not the rest", () => {
		expect(eventText({ kind: "moved", ok: 1, other: 0, status: 0 })).toBe("moved 1 page, 0 not");
		expect(eventText({ kind: "moved", ok: 7, other: 9, status: -14 })).toBe("moved 7 pages, 9 not (first status EFAULT)");
	});

	test("tells who waits for what, and what is on its way", () => {
		expect(eventText({ kind: "blocked", process: "A" })).toBe("A is blocked until its userfaultfd is answered");
		expect(eventText({ kind: "blocked", process: "A", by: "migration" })).toBe(
			"A is blocked until the page that it touched has been moved",
		);
		expect(eventText({ kind: "migrating", folios: 2, other: 0, status: 0 })).toBe("2 folios are on the way");
		expect(eventText({ kind: "migrating", folios: 1, other: 3, status: -2 })).toBe(
			"1 folio is on the way, 3 pages are not (last status ENOENT)",
		);
		expect(eventText({ kind: "oops", process: "B", at: "mm/huge_memory.c: zap_huge_pmd" })).toBe(
			"the kernel breaks here (mm/huge_memory.c: zap_huge_pmd): B never gets out of it",
		);
	});

	test("spells out the categories of a scan", () => {
		expect(eventText({ kind: "scanned", at: "heap+0x65000", pages: 411, categories: 0x83 })).toBe(
			"scanned heap+0x65000, 411 pages: wp-allowed, written, soft-dirty",
		);
		expect(eventText({ kind: "scanned", at: "heap", pages: 1, categories: 0 })).toBe("scanned heap, 1 page: none");
		expect(eventText({ kind: "scanned", at: "heap", pages: 1, categories: 0x408 })).toBe("scanned heap, 1 page: present, 0x400");
	});
});

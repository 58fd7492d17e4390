import { describe, expect, test } from "vitest";
import { errnoMeaning, errnoName } from "./errno.ts";

describe("errno", () => {
	test("names the errors that recordings hold", () => {
		expect([2, 9, 12, 22, 25].map(errnoName)).toEqual(["ENOENT", "EBADF", "ENOMEM", "EINVAL", "ENOTTY"]);
	});

	test("keeps the number of an error that it does not know", () => {
		expect(errnoName(133)).toBe("errno 133");
		expect(errnoMeaning(133)).toBe("");
	});

	test("says what the error means for this operation", () => {
		expect(errnoMeaning(25, "scan")).toContain("PAGEMAP_SCAN");
		expect(errnoMeaning(9, "uffd_protect")).toContain("no userfaultfd");
		expect(errnoMeaning(22, "uffd_open")).toContain("lacks one of the features");
	});
});

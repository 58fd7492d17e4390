import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatHex, formatLength, formatOffset, parseNumber, whyNoNumber } from "./numbers.ts";

describe("numbers", () => {
	it.each([
		["0", 0],
		["4096", 4096],
		["0x3000", 0x3000],
		["0xAbC", 0xabc],
		["4K", 4096],
		["2M", 2 ** 21],
		["64G", 2 ** 36],
		["0x10K", 0x4000],
		["3P", 3 * 4096],
	])("reads %s", (text, value) => expect(parseNumber(text)).toBe(value));

	it.each(["", "K", "-1", "010", "1.5M", "4k", "4KiB", "0x", "0x1g", "1e3", "99999999999999999999", "9007199254740991G", " 4K", "٤"])(
		"refuses %j",
		(text) => expect(parseNumber(text)).toBeNull(),
	);

	it.each([
		["010", "octal"],
		["4k", "capital"],
		["4KB", "one letter"],
		["ff", "0x"],
		["-4K", "negative"],
		["9007199254740991G", "too large"],
		["x", "not a number"],
	])("says why %s is none", (text, why) => expect(whyNoNumber(text)).toContain(why));

	it("prints what it reads back", () => {
		fc.assert(
			fc.property(fc.maxSafeNat(), (value) => {
				expect([parseNumber(formatLength(value)), parseNumber(formatOffset(value)), parseNumber(formatHex(value))]).toEqual([
					value,
					value,
					value,
				]);
			}),
		);
	});

	it("prints the nicest form", () => {
		expect([4096, 20480, 2 ** 21, 2 ** 30, 4097, 1536 * 1024].map(formatLength)).toEqual(["4K", "20K", "2M", "1G", "4097", "1536K"]);
		expect([0x3000, 2 ** 20, 0x101000, 3 * 2 ** 30].map(formatOffset)).toEqual(["0x3000", "1M", "0x101000", "3G"]);
	});
});

import { expect, test } from "vitest";
import { bytesText, counterText, pageText } from "./words.ts";

test("bytes keep three digits and take the largest unit above one", () => {
	expect([0, 1023, 1024, 1536, 2 ** 21, 2 ** 40, 86_193_766].map(bytesText)).toEqual([
		"0 B",
		"1,023 B",
		"1 KiB",
		"1.50 KiB",
		"2 MiB",
		"1 TiB",
		"82.2 MiB",
	]);
	expect(counterText("copied", 4096)).toBe("4 KiB");
	expect(counterText("faults", 4096)).toBe("4,096");
	expect(pageText(3)).toBe("heap+0x3000");
});

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readIndex, readKernels } from "./index_file.ts";

test("the shipped kernels are listed in the order of time", () => {
	const kernels = readKernels(readFileSync("public/recordings/kernels.json", "utf8"));
	expect(kernels.ok && kernels.value.map(({ id }) => id)).toEqual([
		"4.6.2",
		"4.8.15",
		"4.14.5",
		"5.7.14",
		"5.15.0",
		"6.1-fix-reverted",
		"6.1",
		"6.12",
	]);
});

test("whatever a file holds is read or refused with its name, never an exception", () => {
	const shipped = readFileSync("public/recordings/index.json", "utf8");
	const files = fc.oneof(
		fc.string(),
		fc.json(),
		fc.nat(shipped.length - 3).map((length) => shipped.slice(0, length)),
		fc.jsonValue().map((scenarios) => JSON.stringify({ groups: [], scenarios })),
	);
	fc.assert(
		fc.property(files, (json) => {
			const index = readIndex(json);
			const kernels = readKernels(json);
			return (index.ok || index.error.startsWith("index.json")) && (kernels.ok || kernels.error.startsWith("kernels.json"));
		}),
	);
}, 20_000);

import { expect, test } from "vitest";
import { deriveKernel } from "./derive.ts";
import { DIFFERENCES } from "./difference_table.ts";
import { KERNELS, kernelById } from "./kernels.ts";

const identity = ["id", "released", "about", "layout"];

test("every difference of a record is described, once", () => {
	for (const kernel of KERNELS) {
		const fields = Object.keys(kernel).filter((field) => !identity.includes(field));
		expect(DIFFERENCES.map(({ field }) => field as string).sort()).toEqual(fields.sort());
	}
	for (const { about } of DIFFERENCES) expect(about).toMatch(/^[A-Za-z_].{20,}/);
});

test("choices are those that kernels have, and only yes or no has none", () => {
	for (const { field, choices, fixed } of DIFFERENCES) {
		const values = new Set(KERNELS.map((kernel) => kernel[field]));
		for (const value of values) {
			if (choices !== undefined) expect(choices).toContain(value);
			else expect(typeof value === "boolean").toBe(fixed !== true);
		}
	}
});

test("dropping the line that carries soft-dirty makes 6.1 what 6.1-fix-reverted is", () => {
	const derived = deriveKernel(KERNELS.find(({ id }) => id === "6.1") ?? (KERNELS[0] as never), ["splitCarriesSoftDirty"]);
	const reverted = kernelById("6.1-fix-reverted");
	expect(derived.ok && { ...derived.value, id: "", about: "" }).toEqual({ ...reverted, id: "", about: "" });
});

test("a choice goes on to the next, and around", () => {
	const [first] = KERNELS;
	if (first === undefined) throw new Error("no kernel");
	let kernel = first;
	const seen: string[] = [];
	for (let i = 0; i < 3; i++) {
		const next = deriveKernel(kernel, ["mprotectUpgrade"]);
		if (!next.ok) throw new Error(next.error);
		kernel = next.value;
		seen.push(kernel.mprotectUpgrade);
	}
	expect(seen).toEqual(["dirty", "always", "never"]);
});

test.each([[["layout"]], [["uffdFeatures"]], [["nonsense"]], [["doubleMap", "doubleMap"]], [["__proto__"]]])("%j is refused", (flips) => {
	const [first] = KERNELS;
	expect(first !== undefined && deriveKernel(first, flips).ok).toBe(false);
});

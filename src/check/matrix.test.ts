import { describe, expect, it } from "vitest";
import { present } from "../base/assert.ts";
import { kernelById } from "../sim/kernels/kernels.ts";
import { type Bit, type Cell, preservationMatrix } from "./matrix.ts";
import type { Form } from "./matrix_rows.ts";

function cell(kernel: string, operation: string, form: Form, bit: Bit): Cell {
	const lines = preservationMatrix(present(kernelById(kernel), kernel));
	const line = lines.find((each) => each.operation === operation && each.form === form);
	return present(
		line?.cells.find((each) => each.bit === bit),
		`${operation} ${form} ${bit}`,
	);
}

describe("the preservation matrix, computed by running the machine", () => {
	it.each([
		// B1 and its fix.
		["4.6.2", "split, other page dropped", "huge", "soft-dirty", "lost"],
		["4.8.15", "split, other page dropped", "huge", "soft-dirty", "moved"],
		["4.6.2", "split, other page dropped", "huge", "dirty", "moved"],
		["4.6.2", "folio split", "huge", "soft-dirty", "lost"],
		// B7 and its fix.
		["5.7.14", "migrate", "huge", "uffd-wp", "lost"],
		["6.1", "migrate", "huge", "uffd-wp", "kept"],
		// B21.
		["6.12", "KSM merge", "small", "soft-dirty", "lost"],
		["6.12", "clear_refs", "small", "soft-dirty", "cleared"],
		["6.12", "swap out", "small", "soft-dirty", "moved"],
		["6.12", "migrate, entry made", "small", "soft-dirty", "moved"],
		["6.12", "read", "swapped", "soft-dirty", "moved"],
		["6.12", "fork, child", "small", "uffd-wp", "cleared"],
		["4.6.2", "write", "small", "uffd-wp", "none"],
	] as const)("%s: %s of a %s entry: %s is %s", (kernel, operation, form, bit, fate) => {
		expect(cell(kernel, operation, form, bit).fate).toBe(fate);
	});

	it("B15: on 6.12 a split sets soft-dirty that was clear, and says by which steps", () => {
		const { alsoSet, steps } = cell("6.12", "split, other page dropped", "huge", "soft-dirty");
		expect(alsoSet).toBe(true);
		expect(steps.at(-1)?.operation).toMatchObject({ kind: "advise", advice: "dontneed" });
	});

	it("has steps for whatever happened", () => {
		for (const { cells } of preservationMatrix(present(kernelById("6.1"), "6.1"))) {
			for (const { fate, steps } of cells) expect(steps.length > 0).toBe(fate !== "none");
		}
	});
});

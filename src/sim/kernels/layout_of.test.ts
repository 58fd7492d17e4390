import { expect, test } from "vitest";
import { KERNELS } from "./kernels.ts";
import { layoutOf } from "./layout_of.ts";
import { layout45, layout48, layout57, layout63, layout414, layout419, layout514, layout519, layout612 } from "./layouts.ts";

test.each([
	["4.5", layout45],
	["4.6.2", layout45],
	["4.8.15", layout48],
	["4.14.5", layout414],
	["4.19.1", layout419],
	["5.4.0", layout419],
	["5.7.14", layout57],
	["5.10-rc1", layout57],
	["5.15.0", layout514],
	["5.19", layout519],
	["6.1-fix-reverted", layout519],
	["6.3.8", layout63],
	["6.12", layout612],
	["10.0", layout612],
])("%s", (kernel, layout) => {
	expect(layoutOf(kernel)).toBe(layout);
});

test("an id without a release, or from before 4.5, has no layout", () => {
	expect(["", "mainline", "4", "4.4.1", "3.11", "v6.1"].map(layoutOf)).toEqual(Array(6).fill(undefined));
});

test("modelled kernels agree with their records", () => {
	expect(KERNELS.map(({ id }) => layoutOf(id))).toEqual(KERNELS.map(({ layout }) => layout));
});

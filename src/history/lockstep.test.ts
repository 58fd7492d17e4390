import { expect, test } from "vitest";
import { alignMicros } from "./lockstep.ts";

test("micro-steps that both have stand beside each other, and the rest waits for them", () => {
	expect(alignMicros(["invalidate", "dirty", "build", "publish"], ["invalidate", "build", "publish"])).toEqual([0, 1, 1, 2, 3]);
	expect(alignMicros(["invalidate", "build", "publish"], ["invalidate", "dirty", "build", "publish"])).toEqual([0, 1, 3, 4]);
	expect(alignMicros(["a"], ["b"])).toEqual([0, 0]);
	expect(alignMicros([], ["b"])).toEqual([0]);
});

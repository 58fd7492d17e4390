import { expect, it } from "vitest";
import { present } from "../base/assert.ts";
import { _PAGE_DIRTY, _PAGE_RW, _PAGE_SOFT_DIRTY, _PAGE_UFFD_WP, ENTRY_MARKER } from "../sim/arch/x86_64.ts";
import { makeGeometry } from "../sim/include/geometry.ts";
import type { Operation } from "../sim/include/operation.ts";
import { kernelById } from "../sim/kernels/kernels.ts";
import { boot, step } from "../sim/machine.ts";
import type { Machine } from "../sim/machine_state.ts";
import { entryAt } from "../sim/mm/walk.ts";
import { accountingViolations } from "./accounting.ts";
import { entryViolations, trackingViolations, vmaViolations } from "./entry_invariants.ts";
import { leavesOf } from "./leaves.ts";

const NOTHING: ReadonlySet<string> = new Set();

/** Two written pages on 6.12, tracked; `spoil` changes the flags of the first. */
function spoilt(spoil: (flags: number) => number): Machine {
	const m = boot(present(kernelById("6.12"), "kernel 6.12"), makeGeometry(2));
	const range = { region: "heap", offset: 0, length: 8192 };
	const operations: readonly Operation[] = [
		{ kind: "map", region: "heap", length: 8192, prot: "rw", shared: false },
		{ kind: "clear_refs" },
		{ kind: "write", range },
	];
	for (const operation of operations) step(m, { process: "A", operation });
	const leaf = present(leavesOf(m)[0], "an entry");
	const entry = entryAt(m, leaf.process, leaf.vpn, leaf.level);
	if (entry !== null) m.tables.set(entry, spoil(leaf.flags), leaf.target);
	return m;
}

const all = (m: Machine) => [
	...entryViolations(m, NOTHING),
	...trackingViolations(m, NOTHING),
	...vmaViolations(m, NOTHING),
	...accountingViolations(m),
];

it("finds nothing wrong with a sound machine", () => {
	expect(all(spoilt((flags) => flags))).toEqual([]);
});

it.each([
	["I1", (flags: number) => flags | _PAGE_UFFD_WP],
	["I2", (flags: number) => flags & ~_PAGE_SOFT_DIRTY],
	["I7", (flags: number) => (flags & ~_PAGE_RW) | _PAGE_DIRTY],
	["I9", (flags: number) => (flags & ~_PAGE_RW & ~_PAGE_DIRTY) | _PAGE_UFFD_WP],
	["I10", () => ENTRY_MARKER],
	["mapcount", () => 0],
])("finds a broken %s", (name, spoil) => {
	expect(all(spoilt(spoil)).join("\n")).toContain(name);
});

it("finds a page that is exclusive and mapped twice, and references that nobody holds", () => {
	const m = spoilt((flags) => flags);
	const [first, second] = leavesOf(m);
	const entry = entryAt(m, present(second, "an entry").process, present(second, "an entry").vpn, 0);
	if (entry !== null) m.tables.set(entry, present(second, "an entry").flags, present(first, "an entry").target);
	const broken = all(m).join("\n");
	expect(broken).toContain("I6");
	expect(broken).toContain("references");
});

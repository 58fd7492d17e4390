import { expect, it } from "vitest";
import { Ground } from "./ground.ts";
import { HashSet } from "./hash_set.ts";
import { Numbers } from "./numbers.ts";
import { PairMap } from "./pair_map.ts";

/** The same tables, set up in the same order wherever somebody stands on a ground. */
function tablesOn(ground: Ground) {
	return { ground, set: new HashSet(1e6, ground), map: new PairMap(ground), list: new Numbers(ground, 2) };
}

function pair() {
	const here = tablesOn(new Ground(2));
	return { here, there: tablesOn(new Ground(2, here.ground.shares())) };
}

it("what one writes, the other reads", () => {
	const { here, there } = pair();
	here.map.set(3, 4, 5);
	there.map.set(0, 0, 0);
	there.list.push(7);
	here.list.push(8);
	expect([there.map.get(3, 4), here.map.get(0, 0), here.map.get(0, 1), here.map.size]).toEqual([5, 0, -1, 2]);
	expect([here.list.at(0), there.list.at(1), there.list.length]).toEqual([7, 8, 2]);
	here.list.set(0, 9);
	expect(there.list.at(0)).toBe(9);
});

it("says to all that a table is crowded, grows with what it holds, and is taken over by the others", () => {
	const { here, there } = pair();
	const added: number[] = [];
	for (let n = 0; !here.ground.crowded; n++) {
		there.map.set(n, n + 1, n * 2);
		there.set.add(n, n + 1);
		there.list.push(n);
		added.push(n);
	}
	expect(added.length).toBeGreaterThan(1000);
	here.ground.grow();
	expect(there.ground.crowded).toBe(false);
	there.ground.adopt(here.ground.shares());
	const last = added.length;
	here.map.set(last, last + 1, last * 2);
	here.set.add(last, last + 1);
	for (const n of [...added, last]) {
		expect([there.map.get(n, n + 1), there.set.has(n, n + 1), n === last || there.list.at(n) === n]).toEqual([n * 2, true, true]);
	}
	expect([there.set.has(last + 1, 5), there.map.size, there.set.size]).toEqual([false, last + 1, last + 1]);
});

it("lets tables of one thread grow as they are filled", () => {
	const { ground, map, list } = tablesOn(new Ground());
	for (let n = 0; n < 5000; n++) {
		map.set(n, 7, n);
		list.push(n);
	}
	expect([map.get(4999, 7), list.at(4999), ground.crowded]).toEqual([4999, 4999, false]);
});

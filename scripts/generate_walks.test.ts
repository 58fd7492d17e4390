import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { THEMES } from "./walks/themes.mjs";
import { Walk } from "./walks/walk.mjs";

const folder = join(import.meta.dirname, "..", "evidence", "recordings");
const recordings = readdirSync(folder)
	.filter((file) => file.endsWith(".json"))
	.map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as { name: string; about: string; script: string[] });

describe("generated walks", () => {
	it("come out the same as when they were recorded", () => {
		const walks = recordings.filter(({ about }) => about.startsWith("random walk"));
		expect(walks.length).toBeGreaterThanOrEqual(160);
		for (const { name, about, script } of walks) {
			const [, theme, seed] = /^random walk, theme (\w+), seed (\d+)$/.exec(about) ?? [];
			expect({ name, script: new Walk(theme ?? "", Number(seed)).run() }).toEqual({ name, script });
		}
	});

	it("differ from seed to seed", () => {
		for (const theme of Object.keys(THEMES)) {
			const scripts = new Set(Array.from({ length: 20 }, (_, seed) => new Walk(theme, seed + 1).run().join("\n")));
			expect(scripts.size).toBe(20);
		}
	});

	it("refuse a theme that does not exist, naming those that do", () => {
		expect(() => new Walk("nothing", 1)).toThrow(/no theme nothing: one of base /);
	});
});

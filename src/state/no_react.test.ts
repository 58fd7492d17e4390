import { readdirSync } from "node:fs";
import { expect, test, vi } from "vitest";

// Whoever imports React below fails here: the stage must run without a screen, in tests, in workers, on the command line.
vi.mock("react", () => {
	throw new Error("state/ imports React");
});
vi.mock("react-dom", () => {
	throw new Error("state/ imports React DOM");
});

const modules = readdirSync(new URL(".", import.meta.url))
	.filter((file) => file.endsWith(".ts") && !file.includes(".test."))
	.map((file) => file.slice(0, -".ts".length));

test("there is something to prove it with", () => {
	expect(modules).toContain("stage");
});

test.each(modules)("%s does without React", async (file) => {
	await expect(import(`../state/${file}.ts`)).resolves.toBeDefined();
});

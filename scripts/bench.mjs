/**
 * `npm run bench [-- NAME…]`: runs bench/*.bench.ts (all, or those whose name contains a NAME) one after the other, each in a process
 * of its own, against the budgets of ARCHITECTURE.md. A measurement over its budget is marked, but fails nothing: machines differ.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./npm.mjs";

const wanted = process.argv.slice(2);
const files = readdirSync(join(root, "bench"))
	.filter((name) => name.endsWith(".bench.ts") && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
	.sort();
let broken = 0;
for (const file of files) {
	console.log(`\n── ${file}`);
	const run = spawnSync(process.execPath, ["--expose-gc", join(root, "scripts", "run.mjs"), join(root, "bench", file)], {
		cwd: root,
		stdio: "inherit",
	});
	if (run.status !== 0) broken += 1;
}
if (files.length === 0) console.error(`no bench/*.bench.ts matches ${wanted.join(" ") || "anything"}`);
process.exitCode = broken > 0 || files.length === 0 ? 1 : 0;

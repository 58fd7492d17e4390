/**
 * Makes a clone runnable: checks Node, installs the locked dependencies when they changed and, with --browsers, finds or installs
 * the browsers that the tests need. Runs before anything is installed, so it uses nothing but Node itself.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npm, root } from "./npm.mjs";

const stamp = join(root, "node_modules", ".setup-stamp");

function stop(message) {
	console.error(`setup: ${message}`);
	process.exit(1);
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) stop(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);

const lock = readFileSync(join(root, "package-lock.json"));
const wanted = createHash("sha256").update(lock).update(`${process.platform}-${process.arch}`).digest("hex");
const have = existsSync(stamp) ? readFileSync(stamp, "utf8") : "";
if (have !== wanted) {
	// --include=dev: NODE_ENV=production would leave out everything that builds and tests.
	if (npm(["ci", "--include=dev", "--no-audit", "--no-fund"]).status !== 0) stop("`npm ci` failed; see above.");
	writeFileSync(stamp, wanted);
}

if (process.argv.includes("--browsers")) {
	// Imported late: it needs what was just installed.
	const { prepareBrowsers } = await import("./browsers.mjs");
	const problem = await prepareBrowsers();
	if (problem) stop(problem);
}

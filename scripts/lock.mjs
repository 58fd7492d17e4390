/**
 * The lock file must install as it stands: npm leaves out of it what it could not fetch (a native package of another platform, for
 * one), and `npm ci` then fails everywhere else.
 */
import { npm } from "./npm.mjs";

const run = npm(["ci", "--dry-run", "--include=dev", "--no-audit", "--no-fund"], { stdio: "pipe", encoding: "utf8" });
if (run.status !== 0) {
	console.error(`package-lock.json does not install:\n${run.stderr}`);
	process.exitCode = 1;
}

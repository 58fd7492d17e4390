import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** npm as we were started by it, or the one that came with this node; run without a shell, so that it works on Windows too. */
export function npm(args, options = {}) {
	const beside = ["../lib/node_modules/npm/bin/npm-cli.js", "node_modules/npm/bin/npm-cli.js"].map((path) =>
		join(dirname(process.execPath), path),
	);
	const script = [process.env.npm_execpath, ...beside].find((path) => path !== undefined && existsSync(path));
	if (script === undefined) throw new Error("cannot find npm; start me with `npm start` or `npm test`");
	return spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit", ...options });
}

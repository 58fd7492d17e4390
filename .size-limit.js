/**
 * The first load: every script that index.html names, which is the entry and all that it imports statically; what is imported later
 * is fetched when it is needed. The machine's worker starts with the first key, touch or movement of the pointer.
 */
import { readdirSync, readFileSync } from "node:fs";

const html = readFileSync("dist/index.html", "utf8");
const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map((match) => `dist/${match[1]}`);
/** One of the threads: the explorer's machine, the lab or the checker. */
const worker = (name) =>
	readdirSync("dist/assets")
		.filter((file) => file.startsWith(`${name}.worker`) && file.endsWith(".js"))
		.map((file) => `dist/assets/${file}`);
if (named.length === 0) throw new Error("dist/index.html names no script: is the build broken?");

export default [
	{ name: "first load, script", path: named, gzip: true, limit: "200 kB" },
	{ name: "the machine's worker", path: worker("machine"), gzip: true, limit: "70 kB" },
	{ name: "the lab's worker", path: worker("lab"), gzip: true, limit: "60 kB" },
	{ name: "the checker's worker", path: worker("checker"), gzip: true, limit: "75 kB" },
];

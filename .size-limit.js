/**
 * The first load: every script that index.html names (the entry and what it imports statically) plus the worker that it starts. All
 * other chunks are lazy and come after the first interaction.
 */
import { readdirSync, readFileSync } from "node:fs";

const html = readFileSync("dist/index.html", "utf8");
const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map((match) => `dist/${match[1]}`);
const workers = readdirSync("dist/assets")
	.filter((name) => /worker.*\.js$/.test(name))
	.map((name) => `dist/assets/${name}`);
if (named.length === 0) throw new Error("dist/index.html names no script: is the build broken?");

export default [{ name: "first load, script", path: [...named, ...workers], gzip: true, limit: "200 kB" }];

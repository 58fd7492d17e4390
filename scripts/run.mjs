/**
 * `node scripts/run.mjs FILE.ts [arguments]`: runs a TypeScript file in Node 20, which cannot by itself. Vite bundles it (with the
 * rolldown that it brings) into one plain module in node_modules/.cache, so that hot code runs at full speed.
 */
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Bundles one file and returns the URL of the module. */
export async function bundle(file) {
	const name = basename(file).replace(/\.ts$/, "");
	const outDir = join(root, "node_modules", ".cache", "pagewalk", "run", name);
	await build({
		root,
		configFile: false,
		publicDir: false,
		logLevel: "error",
		build: {
			ssr: resolve(file),
			outDir,
			emptyOutDir: true,
			minify: false,
			target: "node20",
			rolldownOptions: { output: { entryFileNames: `${name}.mjs`, format: "es" } },
		},
	});
	return pathToFileURL(join(outDir, `${name}.mjs`)).href;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [file, ...rest] = process.argv.slice(2);
	if (file === undefined) {
		console.error("usage: node scripts/run.mjs FILE.ts [arguments]");
		process.exit(2);
	}
	const url = await bundle(file);
	process.argv = [process.argv[0], resolve(file), ...rest];
	await import(url);
}

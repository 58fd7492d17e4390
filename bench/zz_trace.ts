import { chromium } from "playwright-core";
import { preview } from "vite";
import { knownBrowsers, launchOptions } from "../scripts/browsers.mjs";
import { linkHash } from "../src/state/url.ts";
const processes = ["A", "B", "C", "D"];
const setup = ["A: map heap 4M","A: write heap 4M","A: fork B","A: fork C","A: fork D",...processes.map((id) => `${id}: write heap 4M`)];
const STEPS = 60;
function script(): string {
	const lines = [...setup];
	for (let i = 0; i < 200; i++) {
		const id = processes[i % 4];
		const page = (i * 37) % 1000;
		const operation = [`write heap+${page * 4}K`,"clear_refs",`advise heap+${page * 4}K 64K dontneed`,`write heap+${page * 4}K 64K`,`protect heap+${page * 4}K 16K r`,`protect heap+${page * 4}K 16K rw`,`read heap+${page * 4}K 128K`][i % 7];
		lines.push(`${id}: ${operation}`);
	}
	return lines.join("\n");
}
const server = await preview({ logLevel: "error", preview: { host: "127.0.0.1", port: 4176, open: false } });
const known = knownBrowsers().chromium as NonNullable<ReturnType<typeof knownBrowsers>["chromium"]>;
const launch = launchOptions("chromium", known);
const browser = await chromium.launch({ ...launch, args: [...(launch.args ?? []), "--disable-frame-rate-limit", "--disable-gpu-vsync"] });
try {
	const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
	const link = { scenario: "", script: script(), kernel: "6.12", source: "model", cursor: { step: setup.length, micro: 0 } } as const;
	await page.goto(`${server.resolvedUrls?.local[0] ?? ""}${linkHash(link)}`);
	await page.waitForFunction(() => window.__pagewalkIdle !== undefined);
	await page.evaluate(() => window.__pagewalkIdle?.());
	for (let i = 0; i < 20; i++) { await page.keyboard.press("ArrowRight"); await page.evaluate(() => window.__pagewalkIdle?.()); }
	const cdp = await page.context().newCDPSession(page);
	const events: any[] = [];
	cdp.on("Tracing.dataCollected", (d: any) => events.push(...d.value));
	await cdp.send("Tracing.start", { transferMode: "ReportEvents", categories: "devtools.timeline,toplevel,blink.user_timing,disabled-by-default-devtools.timeline,disabled-by-default-v8.cpu_profiler" } as any);
	for (let i = 0; i < STEPS; i++) { await page.keyboard.press("ArrowRight"); await page.evaluate(() => window.__pagewalkIdle?.()); }
	const done = new Promise((r) => cdp.once("Tracing.tracingComplete", r));
	await cdp.send("Tracing.end");
	await done;
	const keys = events.filter((e) => e.name === "EventDispatch" && e.args?.data?.type === "keydown");
	const tid = keys[0].tid, pid = keys[0].pid;
	const main = events.filter((e) => e.tid === tid && e.pid === pid && e.ph === "X").sort((a, b) => a.ts - b.ts);
	const sums: Record<string, number> = {}; const counts: Record<string, number> = {};
	for (const key of keys) {
		const commit = main.find((e) => e.name === "Commit" && e.ts > key.ts) ;
		const until = commit ? commit.ts + commit.dur : Infinity;
		for (const e of main) if (e.ts >= key.ts && e.ts < until && e.name !== "RunTask" && !/ThreadController|SimpleWatcher|Channel/.test(e.name)) { sums[e.name] = (sums[e.name] ?? 0) + (e.tdur ?? 0); counts[e.name] = (counts[e.name] ?? 0) + 1; }
		sums["WALL"] = (sums["WALL"] ?? 0) + until - key.ts;
		let cpu = 0; for (const e of main) if (e.name === "RunTask" || e.name === "ThreadControllerImpl::RunTask") if (e.ts + e.dur >= key.ts && e.ts < until) cpu += e.tdur ?? 0;
		sums["CPU(tasks)"] = (sums["CPU(tasks)"] ?? 0) + cpu;
	}
	for (const [n, s] of Object.entries(sums).sort((a, b) => b[1] - a[1]).slice(0, 24)) console.log(n.padEnd(36), (s / 1000 / keys.length).toFixed(2), "ms/step", ((counts[n] ?? 0) / keys.length).toFixed(1));
	console.log("keys", keys.length);
	(await import("node:fs")).writeFileSync("/tmp/perfl/trace.json", JSON.stringify({ traceEvents: events }));
} finally { await browser.close(); await server.close(); }

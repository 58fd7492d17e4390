/**
 * Which browsers the tests use. Any Chromium will do; Firefox is driven either as Playwright's own build or, when there is only an
 * ordinary one (Debian's firefox-esr, say), over WebDriver BiDi. Nothing is left out silently.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** @typedef {{path: string, bidi: boolean}} Browser `bidi`: an ordinary Firefox, not Playwright's own build */

const here = fileURLToPath(import.meta.url);
const root = dirname(dirname(here));
const cache = join(root, "node_modules", ".cache", "pagewalk");
const found = join(cache, "browsers.json");

const chromiumNames = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"];
const firefoxNames = ["firefox-esr", "firefox"];
const chromiumPlaces = [
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
	"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
	"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
	"/snap/bin/chromium",
];
const firefoxPlaces = [
	"/Applications/Firefox.app/Contents/MacOS/firefox",
	"C:\\Program Files\\Mozilla Firefox\\firefox.exe",
	"/snap/bin/firefox",
];

function onPath(names) {
	const suffixes = process.platform === "win32" ? [".exe", ".cmd"] : [""];
	for (const name of names) {
		for (const folder of (process.env.PATH ?? "").split(delimiter)) {
			for (const suffix of suffixes) {
				const path = join(folder, name + suffix);
				if (folder !== "" && existsSync(path)) return path;
			}
		}
	}
	return undefined;
}

function playwright() {
	return createRequire(here)("playwright-core");
}

/**
 * A browser that is there.
 * @param {"chromium" | "firefox"} kind
 * @returns {Browser | undefined}
 */
function find(kind) {
	const named = process.env[`${kind.toUpperCase()}_PATH`];
	if (named) return { path: named, bidi: kind === "firefox" };
	const own = playwright()[kind].executablePath();
	if (own && existsSync(own)) return { path: own, bidi: false };
	const path =
		onPath(kind === "chromium" ? chromiumNames : firefoxNames) ?? (kind === "chromium" ? chromiumPlaces : firefoxPlaces).find(existsSync);
	return path === undefined ? undefined : { path, bidi: kind === "firefox" };
}

/**
 * Playwright launch options; `firefoxUserPrefs` apply to Firefox only.
 * @param {"chromium" | "firefox"} kind
 * @param {Browser} browser
 * @param {Record<string, string | number | boolean>} firefoxUserPrefs
 * @returns {{executablePath: string, args?: string[], channel?: string, firefoxUserPrefs?: Record<string, string | number | boolean>}}
 */
export function launchOptions(kind, browser, firefoxUserPrefs = {}) {
	if (kind === "chromium") return { executablePath: browser.path, args: ["--disable-quic"] };
	return { executablePath: browser.path, firefoxUserPrefs, ...(browser.bidi ? { channel: "moz-firefox" } : {}) };
}

/**
 * The browsers that setup found and tried; a plain search when setup did not run.
 * @returns {{chromium?: Browser | undefined, firefox?: Browser | undefined}}
 */
export function knownBrowsers() {
	if (existsSync(found)) return JSON.parse(readFileSync(found, "utf8"));
	return { chromium: find("chromium"), firefox: find("firefox") };
}

/** Opens a page in a child process: a browser that this Playwright cannot drive may hang its launcher for ever. */
function opensPage(kind, browser) {
	const run = spawnSync(process.execPath, [here, "--try", kind, JSON.stringify(browser)], {
		stdio: "pipe",
		timeout: 60_000,
		encoding: "utf8",
	});
	return run.status === 0
		? undefined
		: (run.stderr || `no answer within a minute${run.error ? ` (${run.error.message})` : ""}`).trim().split("\n").at(0);
}

function command(program, ...args) {
	console.log(`setup: ${program} ${args.join(" ")}`);
	return spawnSync(program, args, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }).status === 0;
}

function install() {
	const cli = join(dirname(createRequire(here).resolve("playwright-core/package.json")), "cli.js");
	if (command(process.execPath, cli, "install", "chromium") && find("chromium")) return;
	if (process.platform === "linux" && process.getuid?.() === 0 && onPath(["apt-get"])) {
		command("apt-get", "update");
		command("apt-get", "install", "-y", "--no-install-recommends", "chromium", "firefox-esr", "fonts-dejavu-core");
	}
}

/** Finds the browsers, installs them when no Chromium is there, tries each; a message when the tests cannot run as asked. */
export async function prepareBrowsers() {
	if (!find("chromium")) install();
	const chromium = find("chromium");
	if (!chromium) {
		return "no Chromium. Either set CHROMIUM_PATH to one, or run `npx playwright install chromium`, or install the package `chromium` of your system.";
	}
	const chromiumProblem = opensPage("chromium", chromium);
	if (chromiumProblem) return `${chromium.path} does not open a page: ${chromiumProblem}`;

	let firefox = find("firefox");
	const firefoxProblem = firefox ? opensPage("firefox", firefox) : "not found (set FIREFOX_PATH, or install the package firefox-esr)";
	if (firefoxProblem) {
		const told = `Firefox ${firefox ? `${firefox.path} does not open a page: ` : ""}${firefoxProblem}`;
		if (process.env.REQUIRE_FIREFOX === "1") return told;
		console.warn(`setup: ${told}. THE FIREFOX TESTS ARE LEFT OUT.`);
		firefox = undefined;
	}
	mkdirSync(cache, { recursive: true });
	writeFileSync(found, JSON.stringify({ chromium, firefox }));
	console.log(`setup: testing in ${chromium.path}${firefox ? ` and ${firefox.path}` : ""}`);
	return undefined;
}

if (process.argv[2] === "--try") {
	const kind = process.argv[3];
	const browser = await playwright()[kind].launch(launchOptions(kind, JSON.parse(process.argv[4])));
	const page = await browser.newPage();
	await page.goto("data:text/html,<title>ok</title>");
	await browser.close();
}

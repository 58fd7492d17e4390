import { defineConfig, type PlaywrightTestConfig } from "@playwright/test";
import { knownBrowsers, launchOptions } from "./scripts/browsers.mjs";

// Of this run's own, so that two clones can be tested at once; the workers inherit it from the first process.
process.env["PAGEWALK_PORT"] ??= String(20_000 + (process.pid % 20_000));
const port = process.env["PAGEWALK_PORT"];
const url = `http://127.0.0.1:${port}/`;
const browsers = knownBrowsers();

type Project = NonNullable<PlaywrightTestConfig["projects"]>[number];

/**
 * Each browser three times: as it comes, in the dark (tests tagged @dark) and with reduced motion (@reduced). Firefox over BiDi
 * ignores Playwright's media emulation, so there the two come from the browser's own preferences.
 */
function projects(): Project[] {
	const all: Project[] = [];
	const { chromium, firefox } = browsers;
	if (chromium) {
		const use = { browserName: "chromium", launchOptions: launchOptions("chromium", chromium) } as const;
		all.push(
			{ name: "chromium", grepInvert: /@reduced/, use },
			{ name: "chromium-dark", grep: /@dark/, use: { ...use, colorScheme: "dark" } },
			{ name: "chromium-reduced", grep: /@reduced/, use: { ...use, contextOptions: { reducedMotion: "reduce" } } },
		);
	}
	if (firefox) {
		const use = (prefs: Record<string, number>) => {
			const { channel, ...launch } = launchOptions("firefox", firefox, prefs);
			return { browserName: "firefox", launchOptions: launch, ...(channel === undefined ? {} : { channel }) } as const;
		};
		all.push(
			{ name: "firefox", grepInvert: /@reduced|@chromium/, use: use({}) },
			{ name: "firefox-dark", grep: /@dark/, grepInvert: /@chromium/, use: use({ "ui.systemUsesDarkTheme": 1 }) },
			{ name: "firefox-reduced", grep: /@reduced/, grepInvert: /@chromium/, use: use({ "ui.prefersReducedMotion": 1 }) },
		);
	}
	return all;
}

export default defineConfig({
	testDir: "e2e",
	outputDir: "test-results",
	fullyParallel: true,
	workers: 2,
	retries: 0,
	forbidOnly: Boolean(process.env["CI"]),
	// A Firefox with axe in it needs half a minute on two busy cores.
	timeout: 120_000,
	expect: { timeout: 15_000 },
	reporter: "list",
	// A test that answers requests itself must see them; the one about being offline allows it.
	use: {
		baseURL: url,
		serviceWorkers: "block",
		viewport: { width: 1440, height: 900 },
		// No trace unless asked for (`npm run test:e2e -- --trace on`): it copies the DOM before and after each action, five times the work.
		trace: "off",
		screenshot: "only-on-failure",
	},
	webServer: {
		command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
		url,
		reuseExistingServer: false,
		gracefulShutdown: { signal: "SIGTERM", timeout: 2000 },
	},
	projects: projects(),
});

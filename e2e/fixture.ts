/**
 * Every browser test gets an `explorer`. A test fails when the page logged an error, threw, or broke its content security policy,
 * whatever the test itself looked at.
 */
import { test as base, expect } from "@playwright/test";
import { ExplorerPage } from "./explorer_page.ts";

declare global {
	interface Window {
		__violations?: string[];
	}
}

export const test = base.extend<{ explorer: ExplorerPage }>({
	explorer: async ({ page }, use) => {
		const complaints: string[] = [];
		page.on("console", (message) => {
			if (message.type() === "error") complaints.push(`console: ${message.text()}`);
		});
		page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
		await page.addInitScript(() => {
			const violations: string[] = [];
			window.__violations = violations;
			document.addEventListener("securitypolicyviolation", (event) => {
				violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
			});
		});
		const explorer = new ExplorerPage(page);
		await use(explorer);
		// A test that has failed has its reason; the picture taken of it brings an inline style.
		if (test.info().status !== test.info().expectedStatus) return;
		const violations = await page.evaluate(() => window.__violations ?? []);
		const all = [...complaints, ...violations.map((violation) => `policy: ${violation}`)];
		expect(all.filter((complaint) => !explorer.allows(complaint))).toEqual([]);
	},
});

export { expect };

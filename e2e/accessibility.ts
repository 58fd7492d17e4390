import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./fixture.ts";

/** WCAG 2.2 AA, as far as a machine can tell, of the page or of what a selector names. */
export async function expectAccessible(page: Page, within?: string): Promise<void> {
	const axe = new AxeBuilder({ page });
	if (within !== undefined) axe.include(within);
	const { violations } = await axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
	const found = violations.flatMap((violation) =>
		violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
	);
	expect(found).toEqual([]);
}

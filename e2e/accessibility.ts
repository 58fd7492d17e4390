import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixture.ts";

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** What depends on colours: all that the dark can change, since the document is the same. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** WCAG 2.2 AA, as far as a machine can tell, of the page or of what a selector names. */
export async function expectAccessible(page: Page, within?: string): Promise<void> {
	// One frame, and of what is well only that it is: otherwise axe tells all nodes of all rules, which takes Firefox longer than the search.
	const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
	if (within !== undefined) axe.include(within);
	const dark = test.info().project.name.endsWith("-dark");
	const { violations } = await (dark ? axe.withRules(COLOURS) : axe.withTags(STANDARD)).analyze();
	const found = violations.flatMap((violation) =>
		violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
	);
	expect(found).toEqual([]);
}

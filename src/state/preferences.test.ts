import fc from "fast-check";
import { expect, test } from "vitest";
import {
	nextTheme,
	preferences,
	readPreferences,
	setSingleKeys,
	setTheme,
	setWidths,
	startPreferences,
	USUAL_WIDTHS,
} from "./preferences.ts";

test("are kept, applied to the page, and there again at the next visit", () => {
	const kept = new Map<string, string>();
	const keep = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
	const page: { readonly dataset: Record<string, string | undefined> } = { dataset: {} };
	const end = startPreferences(keep, page);
	setTheme("dark");
	expect(page.dataset["theme"]).toBe("dark");
	setSingleKeys(false);
	setWidths({ script: 300, entry: 400 });
	setTheme("system");
	expect(page.dataset).not.toHaveProperty("theme");
	end();
	startPreferences(keep, page)();
	expect(preferences.getState()).toEqual({ theme: "system", singleKeys: false, widths: { script: 300, entry: 400 } });
});

test("that were damaged are as usual", () => {
	const usual = { theme: "system", singleKeys: true, widths: USUAL_WIDTHS };
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.json(), fc.constant(null)), (stored) => {
			const { theme, singleKeys, widths } = readPreferences(stored);
			return typeof theme === "string" && typeof singleKeys === "boolean" && widths.script >= 100;
		}),
	);
	expect(readPreferences('{"theme":"pink"}')).toEqual(usual);
	expect(readPreferences('{"widths":{"script":-1,"entry":9}}')).toEqual(usual);
	expect(readPreferences("{}")).toEqual(usual);
}, 20_000);

test("themes go round", () => {
	expect(nextTheme(nextTheme(nextTheme("light")))).toBe("light");
});

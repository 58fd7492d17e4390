/** What jsdom lacks and every panel's test needs. */
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(() => {
	cleanup();
});

// A browser without canvas: components must draw nothing rather than fail; their text twins are what the tests read.
HTMLCanvasElement.prototype.getContext = () => null;

globalThis.ResizeObserver ??= class {
	observe() {}
	unobserve() {}
	disconnect() {}
};

globalThis.matchMedia ??= (query: string) => ({
	matches: false,
	media: query,
	onchange: null,
	addEventListener: () => {},
	removeEventListener: () => {},
	addListener: () => {},
	removeListener: () => {},
	dispatchEvent: () => false,
});

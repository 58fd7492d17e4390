import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";

/**
 * react-aria adds these two constant style elements by itself (usePress, usePreventScroll); nothing else inline is allowed. When an
 * update changes them, the browser tests report the violation, and the console names the new hash.
 */
const reactAriaStyles = ["'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='", "'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='"];

/** Folders of plain functions and classes. */
const PLAIN = ["base", "sim", "trackers", "history", "check", "scenario", "recording", "layout"];

const policy = [
	"default-src 'none'",
	"script-src 'self'",
	"worker-src 'self'",
	"connect-src 'self'",
	"img-src 'self'",
	"font-src 'self'",
	"manifest-src 'self'",
	`style-src 'self' ${reactAriaStyles.join(" ")}`,
	"base-uri 'none'",
	"form-action 'none'",
].join("; ");

/** The app and the first screen are kept by the browser; other recordings once they were seen. */
function offline() {
	return VitePWA({
		registerType: "prompt",
		injectRegister: false,
		manifest: {
			name: "Pagewalk",
			short_name: "Pagewalk",
			description: "An explorer of Linux page tables: recorded kernels and a model of them, step by step and bit by bit",
			display: "standalone",
			background_color: "#14161a",
			theme_color: "#14161a",
			icons: [{ src: "icon.svg", sizes: "any", type: "image/svg+xml" }],
		},
		workbox: {
			// Without it the page of the first visit is not served by the worker that it has just installed.
			clientsClaim: true,
			globPatterns: ["**/*.{html,js,css,svg}", "recordings/{index,kernels,thp-split-dontneed}.json"],
			runtimeCaching: [
				{
					urlPattern: /\/recordings\/[^/]+\.json$/,
					handler: "StaleWhileRevalidate",
					options: { cacheName: "recordings", expiration: { maxEntries: 1000 } },
				},
			],
		},
	});
}

/** Only in the build: the development server needs inline styles and scripts for hot replacement. */
function contentSecurityPolicy(): Plugin {
	return {
		name: "content-security-policy",
		apply: "build",
		transformIndexHtml: () => [
			{ tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: policy }, injectTo: "head-prepend" },
		],
	};
}

/** A browser window opens only where there is a screen and a person. */
const hasScreen = process.platform !== "linux" || Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);

export default defineConfig({
	// Relative, so that the build runs from any path of any static host.
	base: "./",
	plugins: [react(), { ...optimizeLocales.vite({ locales: ["en-US"] }), enforce: "pre" }, contentSecurityPolicy(), offline()],
	worker: { format: "es" },
	server: { open: process.stdout.isTTY === true && hasScreen && !process.env["CI"] },
	build: {
		target: "es2023",
		// For whoever wants to know which file belongs to which source.
		manifest: true,
		assetsInlineLimit: 0,
		chunkSizeWarningLimit: 1000,
		rolldownOptions: {
			// All that the first load needs in one file: cut into what it shares with each lazy part it would compress 4 % worse.
			output: { codeSplitting: { groups: [{ name: "first", test: /[\\/]src[\\/]main\.tsx$/ }] } },
		},
	},
	test: {
		testTimeout: 30_000,
		// One for each core: by itself vitest leaves one out, which of two is half.
		maxWorkers: "100%",
		projects: [
			{
				extends: true,
				test: {
					name: "core",
					environment: "node",
					// Nothing below src/worker keeps anything between two tests: its modules are loaded once for all files.
					isolate: false,
					include: [`src/{${PLAIN.join(",")}}/**/*.test.ts`],
				},
			},
			{
				extends: true,
				test: {
					name: "stores",
					environment: "node",
					include: ["src/**/*.test.ts", "scripts/**/*.test.ts"],
					exclude: ["src/ui/**", `src/{${PLAIN.join(",")}}/**`],
				},
			},
			{
				extends: true,
				test: { name: "ui", environment: "jsdom", include: ["src/ui/**/*.test.{ts,tsx}"], setupFiles: ["src/ui/test_setup.ts"] },
			},
		],
	},
});

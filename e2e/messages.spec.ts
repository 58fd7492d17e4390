import { deflateSync, strToU8 } from "fflate";
import { hashOf } from "./explorer_page.ts";
import { expect, test } from "./fixture.ts";

const packed = (script: string) => Buffer.from(deflateSync(strToU8(script))).toString("base64url");

const badLinks: readonly { readonly what: string; readonly hash: string; readonly says: RegExp }[] = [
	{ what: "of a later version", hash: "#v99&s=thp-split-dontneed", says: /version 99/ },
	{ what: "that is none", hash: "#hello", says: /no Pagewalk link/ },
	{ what: "with a bad step", hash: "#v1&s=thp-split-dontneed&at=x", says: /at=x.*STEP/ },
	{ what: "with a bad selection", hash: "#v1&s=thp-split-dontneed&sel=A", says: /sel=A.*PROCESS\.REGION\.PAGE/ },
	{ what: "with a damaged script", hash: "#v1&e=AAAA____", says: /cut off or was changed/ },
	{ what: "whose script is a bomb", hash: `#v1&e=${packed("x".repeat(3_000_000))}`, says: /at most/ },
	{ what: "to another path", hash: "#v1&s=../../secret", says: /name of a scenario/ },
];

for (const { what, hash, says } of badLinks) {
	test(`a link ${what} gives a message and the first screen`, async ({ explorer }) => {
		await explorer.open(hash);
		await expect(explorer.problem).toContainText(says);
		await expect(explorer.page.getByRole("heading", { level: 1 })).toContainText("THP split loses soft-dirty");
		expect(await explorer.step()).toBe(5);
	});
}

test("a bad link followed from the screen leaves the screen as it is", async ({ explorer }) => {
	await explorer.open({ scenario: "sd-simple", kernel: "6.1", step: 3 });
	await explorer.follow("#v1&s=sd-simple&at=nowhere");
	await expect(explorer.problem).toContainText("at=nowhere");
	expect(await explorer.step()).toBe(3);
	await expect(explorer.kernel()).toContainText("6.1");
});

test("links followed while the address is being written are not lost", async ({ explorer }) => {
	await explorer.open({ scenario: "sd-simple", kernel: "6.1" });
	const kernels = ["6.12", "4.6.2", "5.15.0", "4.8.15", "6.1"];
	const links = Array.from({ length: 30 }, (_, at) => {
		const kernel = kernels[at % kernels.length] ?? "6.1";
		return { kernel, hash: hashOf({ scenario: at % 2 === 0 ? "thp-fork-cow" : "sd-simple", kernel, step: 2 }) };
	});
	const lost = await explorer.page.evaluate(async (list) => {
		const shows = (kernel: string) =>
			document.querySelector("header")?.textContent?.includes(kernel) &&
			document.querySelector("[role=slider][aria-label=Timeline]")?.getAttribute("aria-valuenow") === "2";
		const missing: string[] = [];
		for (const { kernel, hash } of list) {
			// The step asks for its address to be written soon; the link comes in between.
			for (const type of ["keydown", "keyup"]) {
				document.body.dispatchEvent(new KeyboardEvent(type, { key: "ArrowRight", code: "ArrowRight", bubbles: true }));
			}
			await new Promise(requestAnimationFrame);
			location.hash = hash;
			for (let frame = 0; frame < 300 && !shows(kernel); frame++) await new Promise(requestAnimationFrame);
			if (!shows(kernel)) missing.push(hash);
		}
		return missing;
	}, links);
	expect(lost).toEqual([]);
});

test("a scenario that does not exist is named, and the first screen shown", async ({ explorer }) => {
	// The browser itself reports the answer 404 to the console.
	explorer.allowComplaint(/404/);
	await explorer.open({ scenario: "no-such-scenario", kernel: "6.1" });
	await expect(explorer.problem).toContainText("no-such-scenario");
	await expect(explorer.page.getByRole("heading", { level: 1 })).toContainText("THP split loses soft-dirty");
});

const badFiles: readonly { readonly what: string; readonly body: string; readonly says: RegExp }[] = [
	{ what: "is not JSON", body: "{ this is not", says: /not JSON/ },
	{ what: "is something else", body: '{"hello": [1, 2]}', says: /name/ },
	{
		what: "has a bad entry",
		body: JSON.stringify({
			name: "sd-simple",
			about: "x",
			script: ["A: map heap 4K"],
			kernels: {
				"6.1": [
					{
						op: "A: map heap 4K",
						ret: 0,
						errno: 0,
						live: ["A"],
						state: { A: { heap: { vmas: [], runs: [{ at: 0, n: 1, level: 0, entry: "0xzz", pagemap: "0x0" }] } } },
					},
				],
			},
		}),
		says: /entry/,
	},
];

for (const { what, body, says } of badFiles) {
	test(`a recording that ${what} is refused with the place, and nothing is lost`, async ({ explorer }) => {
		await explorer.page.route("**/recordings/sd-simple.json", (route) => route.fulfill({ contentType: "application/json", body }));
		await explorer.open();
		await explorer.press("ArrowRight");
		await explorer.follow(hashOf({ scenario: "sd-simple", kernel: "6.1" }));
		await expect(explorer.problem).toContainText(says);
		expect(await explorer.step()).toBe(6);
		await expect(explorer.verdict).toContainText("MISSED heap+0x3000");
	});
}

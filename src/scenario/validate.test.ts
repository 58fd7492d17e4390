import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordingNames, recordingText } from "../../scripts/shipped_recordings.ts";
import { parseScenario } from "./parse.ts";
import { validateScenario } from "./validate.ts";

/** `line:column+length severity: message`, one a problem. */
function check(text: string): string[] {
	const parsed = parseScenario(text);
	expect(parsed.problems).toEqual([]);
	return validateScenario(parsed.lines).map((p) => `${p.line}:${p.column}+${p.length} ${p.severity}: ${p.message}`);
}

describe("validateScenario", () => {
	it("finds nothing wrong with any recording's script", () => {
		for (const name of recordingNames()) {
			const { script } = JSON.parse(recordingText(name)) as { script: string[] };
			const problems = validateScenario(parseScenario(script.join("\n")).lines).filter((problem) => problem.severity === "error");
			expect({ name, problems }).toEqual({ name, problems: [] });
		}
	});

	it.each([
		["read heap", "1:5+4 error: process A has no region heap here"],
		["map heap 4M\nread heep", "2:5+4 error: process A has no region heep here; did you mean heap?"],
		["map heap 4M\nmap heap 4M", "2:4+4 error: a region heap exists already"],
		["map heap 4M\nremap heap 4M to heap", "2:17+4 error: a region heap exists already"],
		["map heap 4M\nread heap+4M", "2:10+2 error: heap+4M lies outside the region: heap is 4M long"],
		["map heap 4M\nread heap+0x3ff000 8K", "2:19+2 warning: the range ends 1 page past heap: the process dies there with SIGSEGV"],
		["map heap 4M\nunmap heap+0x800 4K", "2:6+10 warning: heap+0x800 is not the start of a page: the kernel will refuse with EINVAL"],
		["map heap 0", "1:9+1 error: a region of no pages"],
		["map heap 5000", "1:9+4 error: 5000 is not a whole number of pages"],
		["map heap 65G", "1:9+3 error: 65G is too large"],
		["B: exit", "1:0+2 error: there is no process B here"],
		["map heap 4M\nfork B\nB: exit\nB: read heap", "4:0+2 warning: process B has exited: the step will be skipped"],
		["fork B\nfork B", "2:5+1 error: process B lives already"],
		["fork A", "1:5+1 error: process A lives already"],
		["map heap 4M\nuffd protect heap 4K", "2:0+4 warning: process A has no userfaultfd: the call will fail"],
		["uffd open wp\nuffd open wp", "2:0+4 warning: process A has a userfaultfd already; the first one goes on"],
		["map heap 4M\nmigrate finish heap 4K", "2:0+7 warning: process A has begun no migration: nothing will happen"],
		["map heap 4M\nmigrate begin heap 4K node2", "2:22+5 warning: the machine has no node 2: the kernel will refuse"],
		["map heap 4M\nmigrate heap 4K node2", "2:16+5 warning: the machine has no node 2: the kernel will refuse"],
		["cpu 2", "1:4+1 warning: the machine has no CPU 2: the kernel will refuse"],
	])("%j", (text, problem) => expect(check(text)).toEqual([problem]));

	it("allows what only the kernel refuses, and touching at any byte", () => {
		expect(check("map heap 4M r\nwrite heap+0x801\nprotect heap 4M none\nread heap")).toEqual([]);
	});

	it("says what would be right", () => {
		const parsed = parseScenario("map heap 4M\nfork B\nmap other 4M\nB: read other");
		expect(validateScenario(parsed.lines)[0]?.expected).toBe("one of heap");
		expect(validateScenario(parseScenario("map heap 4M\nmap heap 4M").lines)[0]?.expected).toBe("another name, such as heap2");
	});

	it("lets a disabled step have no effect", () => {
		expect(check("# map heap 4M\nA: map heap 4M\n# A: unmap heap 4K\n# A: exit\nread heap")).toEqual([]);
		expect(check("A: clear_refs\n# A: map heap 4M\nread heap")).toEqual(["3:5+4 error: process A has no region heap here"]);
	});

	it("bounds what all regions together take", () => {
		const many = Array.from({ length: 1025 }, (_, n) => `map r${n} 4K`).join("\n");
		expect(check(many)).toEqual(["1025:4+5 error: the scenario makes too many regions"]);
	});

	it("never throws on what parses", () => {
		const word = fc.constantFrom(
			"map heap 4M",
			"map b 64G",
			"fork B",
			"B: exit",
			"B: fork C",
			"read heap+9 8G",
			"remap heap 0 to x",
			"uffd open wp",
			"# A: exit",
		);
		fc.assert(
			fc.property(fc.array(word, { maxLength: 30 }), (rows) => {
				const { lines } = parseScenario(rows.join("\n"));
				for (const problem of validateScenario(lines))
					expect(problem.column + problem.length).toBeLessThanOrEqual(rows[problem.line - 1]?.length ?? 0);
			}),
		);
	});
});

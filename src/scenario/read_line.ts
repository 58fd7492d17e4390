/** Reads one line by the grammar's table: the step, where each argument stands, and what could follow where the line ends. */
import { err, ok, type Result } from "../base/result.ts";
import type { Address, ProcessId, Protection, Step, UffdFeature } from "../sim/include/operation.ts";
import { ADVICES, UFFD_FEATURES, UFFD_MODES } from "../sim/include/operation.ts";
import { PAGE_SIZE } from "../sim/include/page_size.ts";
import { type Parts, toOperation } from "./build_operation.ts";
import { type ArgumentKind, EXPECTED, FORMS, type Form } from "./grammar.ts";
import { LineCursor, Refusal, shown, type Wanted } from "./line_cursor.ts";
import { parseNumber } from "./numbers.ts";
import { MAX_LINE_LENGTH, type ScenarioProblem, type Token } from "./tokens.ts";

/** Where the arguments of a line stand, for messages about what they mean. */
export interface Places {
	readonly process?: Token;
	readonly operation: Token;
	/** `region`, or `region+offset`. */
	readonly address?: Token;
	readonly length?: Token;
	/** The region or process that the step makes. */
	readonly made?: Token;
	readonly node?: Token;
	readonly cpu?: Token;
}

export interface LineReading {
	readonly result: Result<{ readonly step: Step; readonly places: Places }, ScenarioProblem>;
	readonly wanted: readonly Wanted[];
}

/** A region's name: 23 characters at most, since the recorder keeps them in 24 bytes. */
const REGION = /^[A-Za-z][A-Za-z0-9_.-]{0,22}$/;
const PROCESS = /^[A-Z]$/;
/** The recorder splits a line into at most this many words after the process. */
const MAX_WORDS = 12;

const OPERATION_EXPECTED = "an operation: map, write, read, advise, protect, unmap, clear_refs, fork, remap, uffd, scan …";

export function readLine(line: string): LineReading {
	const reader = new Reader(line);
	try {
		return { result: ok(reader.step()), wanted: reader.wanted };
	} catch (problem) {
		if (!(problem instanceof Refusal)) throw problem;
		return { result: err(problem.problem), wanted: reader.wanted };
	}
}

class Reader extends LineCursor {
	private readonly line: string;
	private readonly parts: Parts = {};
	private readonly places: { -readonly [K in keyof Places]: Places[K] };

	constructor(line: string) {
		super(line);
		this.line = line;
		this.places = { operation: { text: "", column: 0 } };
	}

	step(): { step: Step; places: Places } {
		if (this.line.length > MAX_LINE_LENGTH) {
			this.refuse({ text: this.line, column: 0 }, `the line has ${this.line.length} characters`, `at most ${MAX_LINE_LENGTH} characters`);
		}
		const process = this.process();
		const form = this.form();
		for (const argument of form.args) this.argument(argument);
		const extra = this.tokens[this.at];
		if (extra !== undefined)
			this.refuse(extra, `nothing more is expected here, but there is “${shown(extra.text)}”`, `the end of the line: ${form.syntax}`);
		return { step: { process, operation: toOperation(form.kind, this.parts) }, places: this.places };
	}

	private process(): ProcessId {
		const token = this.tokens[0];
		if (token === undefined) {
			this.wanted.push("process", "operation");
			return this.missing("the line is empty", OPERATION_EXPECTED);
		}
		if (!token.text.endsWith(":")) return "A";
		const id = token.text.slice(0, -1);
		if (!PROCESS.test(id)) this.refuse(token, `“${shown(token.text)}” names no process`, "one capital letter and a colon: A:");
		this.places.process = token;
		this.at = 1;
		return id;
	}

	private form(): Form {
		const first = this.tokens[this.at];
		if (first === undefined) {
			this.wanted.push("operation");
			return this.missing("an operation is missing", OPERATION_EXPECTED);
		}
		if (this.tokens.length - this.at > MAX_WORDS) {
			this.refuse(first, `the line has ${this.tokens.length - this.at} words`, `at most ${MAX_WORDS} words`);
		}
		this.places.operation = first;
		const forms = FORMS.filter((form) => form.words[0] === first.text);
		const [only] = forms;
		if (only === undefined)
			return this.unknown(first, "there is no operation", new Set(FORMS.map((form) => form.words[0] ?? "")), OPERATION_EXPECTED);
		this.at++;
		const second = this.tokens[this.at];
		if (only.words.length === 1) return this.longer(forms, second) ?? only;
		const choices = forms.map((form) => form.words[1] ?? "");
		const expected = `${first.text} ${listed(choices)}`;
		if (second === undefined) {
			this.wanted.push({ after: [first.text] });
			return this.missing(`${first.text} what?`, expected);
		}
		this.at++;
		const form = forms.find((candidate) => candidate.words[1] === second.text);
		return form ?? this.unknown(second, `${first.text} has no`, choices, expected);
	}

	/** `migrate begin ADDR …`, where `migrate ADDR …` is an operation as well: with a length behind it, `begin` is a region of that name. */
	private longer(forms: readonly Form[], second: Token | undefined): Form | undefined {
		if (forms.length > 1 && second === undefined) this.wanted.push({ after: [forms[0]?.words[0] ?? ""] });
		const form = forms.find(({ words }) => words[1] !== undefined && words[1] === second?.text);
		const third = this.tokens[this.at + 1];
		if (form === undefined || (third !== undefined && parseNumber(third.text) !== null)) return undefined;
		this.at++;
		return form;
	}

	private argument(kind: ArgumentKind): void {
		switch (kind) {
			case "new_region":
				this.parts.region = this.regionName(this.take(kind, "the name of the new region is missing"));
				return;
			case "address":
				this.parts.address = this.address(this.take(kind, "the address is missing"));
				return;
			case "length":
				this.parts.length = this.length(this.take(kind, "the length is missing"), kind);
				return;
			case "optional_length": {
				const token = this.peek(kind);
				this.parts.length = token === undefined ? PAGE_SIZE : this.length(token, kind);
				return;
			}
			case "protection":
				this.parts.prot = this.protection(this.take(kind, "the protection is missing"));
				return;
			case "map_options":
				this.mapOptions();
				return;
			case "advice":
				this.parts.advice = this.oneOf(this.take(kind, "the advice is missing"), ADVICES, "there is no advice", EXPECTED.advice);
				return;
			case "byte":
				this.parts.byte = this.number(this.take(kind, "the byte value is missing"), kind, 255);
				return;
			case "to_region":
				this.toRegion();
				return;
			case "new_process": {
				const token = this.take(kind, "the child's name is missing");
				if (!PROCESS.test(token.text)) this.refuse(token, `“${shown(token.text)}” cannot name a process`, EXPECTED.new_process);
				this.places.made = token;
				this.parts.process = token.text;
				return;
			}
			case "node":
			case "node_or_default":
				this.node(kind);
				return;
			case "cpu": {
				const token = this.take(kind, "the CPU is missing");
				this.places.cpu = token;
				this.parts.cpu = this.number(token, kind, 8191);
				return;
			}
			case "features":
				this.parts.features = this.features(this.take(kind, "the features are missing"));
				return;
			case "modes":
				this.parts.modes = this.joined(this.take(kind, "the modes are missing"), "+", UFFD_MODES, "there is no mode", EXPECTED.modes);
				return;
			case "wp_option": {
				const token = this.peek(kind);
				if (token !== undefined) this.oneOf(token, ["wp"], "there is no option", EXPECTED.wp_option);
				this.parts.wp = token !== undefined;
				return;
			}
			case "scan_options":
				this.scanOptions();
		}
	}

	private mapOptions(): void {
		this.parts.prot = "rw";
		this.parts.shared = false;
		let protection = false;
		for (let token = this.peek("map_options"); token !== undefined; token = this.peek("map_options")) {
			const word = this.oneOf(token, ["r", "rw", "none", "shared"], "there is no option", EXPECTED.map_options);
			if (word === "shared") {
				if (this.parts.shared) this.refuse(token, "shared is said twice", "the end of the line");
				this.parts.shared = true;
			} else {
				if (protection) this.refuse(token, "the protection is said twice", "shared, or the end of the line");
				protection = true;
				this.parts.prot = word;
			}
		}
	}

	private toRegion(): void {
		const to = this.take("to_region", "where it moves is missing");
		if (to.text !== "to") this.refuse(to, `“to” comes before the new name, not “${shown(to.text)}”`, EXPECTED.to_region);
		const name = this.tokens[this.at];
		if (name === undefined) {
			this.wanted.push("new_region");
			this.missing("the name of the new region is missing", EXPECTED.new_region);
		} else {
			this.at++;
			this.parts.region = this.regionName(name);
		}
	}

	private node(kind: "node" | "node_or_default"): void {
		const token = this.take(kind, "the node is missing");
		this.places.node = token;
		if (kind === "node_or_default" && token.text === "default") {
			this.parts.node = "default";
			return;
		}
		const match = /^node(0|[1-9][0-9]{0,3})$/.exec(token.text);
		if (match === null || Number(match[1]) > 1023) this.refuse(token, `“${shown(token.text)}” is no NUMA node`, EXPECTED[kind]);
		else this.parts.node = Number(match[1]);
	}

	private features(token: Token): readonly UffdFeature[] {
		const features = this.joined(token, "|", UFFD_FEATURES, "there is no feature", EXPECTED.features);
		if (features.includes("none") && features.length > 1)
			this.refuse(token, "none cannot be joined with other features", EXPECTED.features);
		return features;
	}

	private scanOptions(): void {
		const { parts } = this;
		parts.wp = false;
		parts.check = false;
		for (let token = this.peek("scan_options"); token !== undefined; token = this.peek("scan_options")) {
			const equals = token.text.indexOf("=");
			const word = equals < 0 ? token.text : token.text.slice(0, equals + 1);
			const option = this.oneOf(
				{ text: word, column: token.column },
				["anyof=", "all=", "inv=", "wp", "check"],
				"there is no option",
				EXPECTED.scan_options,
			);
			const field = option === "anyof=" ? "anyof" : option === "all=" ? "all" : option === "inv=" ? "inverted" : option;
			if (parts[field] !== undefined && parts[field] !== false)
				this.refuse(token, `${option.replace("=", "")} is said twice`, EXPECTED.scan_options);
			if (field === "wp" || field === "check") parts[field] = true;
			else parts[field] = this.mask({ text: token.text.slice(equals + 1), column: token.column + equals + 1 });
		}
		if (parts.anyof === undefined && parts.all === undefined)
			this.missing("the categories to look for are missing", "anyof=MASK, such as anyof=0x2 for written pages");
	}

	private mask(token: Token): number {
		const value = /[KMGP]$/.test(token.text) ? null : parseNumber(token.text);
		if (value === null)
			this.refuse(token, `“${shown(token.text)}” is no mask`, "categories as a number such as 0x2 (written) or 0x80 (soft-dirty)");
		return value;
	}

	private address(token: Token): Address {
		this.places.address = token;
		const plus = token.text.indexOf("+");
		const region = plus < 0 ? token.text : token.text.slice(0, plus);
		if (!REGION.test(region))
			this.refuse({ text: region, column: token.column }, `“${shown(region)}” cannot name a region`, EXPECTED.address);
		if (plus < 0) return { region, offset: 0 };
		const offset = { text: token.text.slice(plus + 1), column: token.column + plus + 1 };
		return { region, offset: this.number(offset, "address", Number.MAX_SAFE_INTEGER) };
	}

	private length(token: Token, kind: ArgumentKind): number {
		this.places.length = token;
		return this.number(token, kind, Number.MAX_SAFE_INTEGER);
	}

	private regionName(token: Token): string {
		if (!REGION.test(token.text))
			this.refuse(token, `“${shown(token.text)}” cannot name a region`, `${EXPECTED.new_region}; at most 23 characters`);
		this.places.made = token;
		return token.text;
	}

	private protection(token: Token): Protection {
		return this.oneOf(token, ["none", "r", "rw"], "there is no protection", EXPECTED.protection);
	}
}

function listed(words: readonly string[]): string {
	return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

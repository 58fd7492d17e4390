/**
 * A step as the form holds it: one string a field, so that what is typed is never lost, whatever it is. The fields of an operation
 * come from the language's own table (`scenario/grammar.ts`); the text that they make is judged by the language's own parser.
 */
import { present } from "../../base/assert.ts";
import { type ArgumentKind, FORMS, type Form } from "../../scenario/grammar.ts";
import { formatHex, formatLength, formatOffset } from "../../scenario/numbers.ts";
import type { RegionPlace, World } from "../../scenario/world.ts";
import type { Operation, OperationKind, Range, Step } from "../../sim/include/operation.ts";

export type FieldName =
	| "region"
	| "offset"
	| "length"
	| "name"
	| "prot"
	| "shared"
	| "advice"
	| "byte"
	| "to"
	| "child"
	| "node"
	| "cpu"
	| "features"
	| "modes"
	| "wp"
	| "anyof"
	| "all"
	| "inverted"
	| "check";

/** Switches hold "yes" or nothing; lists of words hold them joined by blanks. */
export type FieldValues = Readonly<Partial<Record<FieldName, string>>>;

export interface FormDraft {
	readonly process: string;
	readonly kind: OperationKind;
	readonly values: FieldValues;
}

/** Processes that live there, in order. */
export function livingIn(world: World): readonly string[] {
	return [...world.processes.keys()].sort();
}

export function regionsOf(world: World, process: string): readonly RegionPlace[] {
	return world.processes.get(process)?.regions ?? [];
}

const FIELDS: Readonly<Record<ArgumentKind, readonly FieldName[]>> = {
	new_region: ["name"],
	address: ["region", "offset"],
	length: ["length"],
	optional_length: ["length"],
	protection: ["prot"],
	map_options: ["prot", "shared"],
	advice: ["advice"],
	byte: ["byte"],
	to_region: ["to"],
	new_process: ["child"],
	node: ["node"],
	node_or_default: ["node"],
	cpu: ["cpu"],
	features: ["features"],
	modes: ["modes"],
	wp_option: ["wp"],
	scan_options: ["anyof", "all", "inverted", "wp", "check"],
};

export function formOf(kind: OperationKind): Form {
	return present(
		FORMS.find((form) => form.kind === kind),
		`the form of ${kind}`,
	);
}

export function fieldsOf(kind: OperationKind): readonly FieldName[] {
	return formOf(kind).args.flatMap((arg) => FIELDS[arg]);
}

/** Whether the length may be left out: one page. */
export function lengthIsOptional(kind: OperationKind): boolean {
	return formOf(kind).args.includes("optional_length");
}

/** The line that the fields make; it may have problems, which the parser will name. */
export function textOf(draft: FormDraft): string {
	const form = formOf(draft.kind);
	const words = [...form.words, ...form.args.flatMap((arg) => wordsOf(arg, draft.values))].filter((word) => word !== "");
	return (form.global === true ? words : [`${draft.process}:`, ...words]).join(" ");
}

function wordsOf(arg: ArgumentKind, values: FieldValues): readonly string[] {
	const of = (name: FieldName) => (values[name] ?? "").trim();
	switch (arg) {
		case "address": {
			const offset = of("offset");
			return [offset === "" || offset === "0" || offset === "0x0" ? of("region") : `${of("region")}+${offset}`];
		}
		case "map_options":
			return [of("prot") === "rw" ? "" : of("prot"), of("shared") === "yes" ? "shared" : ""];
		case "to_region":
			return ["to", of("to")];
		case "features":
			return [of("features").split(" ").join("|") || "none"];
		case "modes":
			return [of("modes").split(" ").join("+")];
		case "wp_option":
			return [of("wp") === "yes" ? "wp" : ""];
		case "scan_options":
			return [
				of("anyof") === "" ? "" : `anyof=${of("anyof")}`,
				of("all") === "" ? "" : `all=${of("all")}`,
				of("inverted") === "" ? "" : `inv=${of("inverted")}`,
				of("wp") === "yes" ? "wp" : "",
				of("check") === "yes" ? "check" : "",
			];
		case "new_region":
		case "length":
		case "optional_length":
		case "protection":
		case "advice":
		case "byte":
		case "new_process":
		case "node":
		case "node_or_default":
		case "cpu":
			return FIELDS[arg].map(of);
	}
}

function rangeValues(range: Range, length = formatLength(range.length)): FieldValues {
	return { region: range.region, offset: range.offset === 0 ? "" : formatOffset(range.offset), length };
}

function optionalHex(mask: number): string {
	return mask === 0 ? "" : formatHex(mask);
}

/** The fields of a step that the parser understood. `lengthGiven`: false when the text left an optional length out. */
export function draftOf(step: Step, lengthGiven: boolean): FormDraft {
	const { operation } = step;
	return { process: step.process, kind: operation.kind, values: valuesOf(operation, lengthGiven) };
}

function valuesOf(operation: Operation, lengthGiven: boolean): FieldValues {
	const range = "range" in operation ? rangeValues(operation.range) : {};
	switch (operation.kind) {
		case "map":
			return {
				name: operation.region,
				length: formatLength(operation.length),
				prot: operation.prot,
				shared: operation.shared ? "yes" : "",
			};
		case "protect":
			return { ...range, prot: operation.prot };
		case "advise":
			return { ...range, advice: operation.advice };
		case "read":
		case "write":
		case "store":
			return lengthGiven ? range : { ...range, length: "" };
		case "fill":
			return { ...range, byte: String(operation.byte) };
		case "remap":
			return { ...range, to: operation.to };
		case "fork":
			return { child: operation.child };
		case "migrate":
		case "migrate_begin":
			return { ...range, node: `node${operation.node}` };
		case "uffd_open":
			return { features: operation.features.filter((feature) => feature !== "none").join(" ") };
		case "uffd_register":
			return { ...range, modes: operation.modes.join(" ") };
		case "uffd_copy":
			return { ...range, wp: operation.wp ? "yes" : "" };
		case "scan":
			return {
				...range,
				anyof: optionalHex(operation.anyof),
				all: optionalHex(operation.all),
				inverted: optionalHex(operation.inverted),
				wp: operation.wp ? "yes" : "",
				check: operation.check ? "yes" : "",
			};
		case "cpu":
		case "prober_cpu":
			return { cpu: String(operation.cpu) };
		case "policy":
			return { node: operation.node === "default" ? "default" : `node${operation.node}` };
		case "unmap":
		case "migrate_finish":
		case "uffd_unregister":
		case "uffd_protect":
		case "uffd_unprotect":
		case "uffd_zeropage":
		case "uffd_wake":
		case "numa_hint":
		case "swap_out":
		case "exit":
		case "clear_refs":
		case "ksm_run":
		case "split_all":
			return range;
	}
}

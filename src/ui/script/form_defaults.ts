/** Sensible values for fields that nobody has filled in yet: what a person would most likely write next at this place. */
import { formatLength } from "../../scenario/numbers.ts";
import type { RegionPlace, World } from "../../scenario/world.ts";
import type { OperationKind } from "../../sim/include/operation.ts";
import { type FieldName, type FieldValues, type FormDraft, fieldsOf, livingIn, regionsOf } from "./form_draft.ts";

/** Names that scenarios give their regions, in the order in which they are offered. */
const REGION_NAMES = ["heap", "second", "third", "fourth"] as const;

/** Operations that people mostly do to one page; the others mostly to the whole region. */
const SMALL: ReadonlySet<OperationKind> = new Set([
	"read",
	"write",
	"store",
	"fill",
	"uffd_unprotect",
	"uffd_copy",
	"uffd_zeropage",
	"uffd_wake",
]);

function freeRegionName(taken: readonly RegionPlace[]): string {
	const names = new Set(taken.map((region) => region.name));
	const free = REGION_NAMES.find((name) => !names.has(name));
	if (free !== undefined) return free;
	let number = names.size + 1;
	while (names.has(`region${number}`)) number++;
	return `region${number}`;
}

function freeProcess(taken: readonly string[]): string {
	return [..."BCDEFGHIJKLMNOPQRSTUVWXYZ"].find((letter) => !taken.includes(letter)) ?? "";
}

function defaultValue(field: FieldName, kind: OperationKind, process: string, world: World, values: FieldValues): string {
	const regions = regionsOf(world, process);
	const region = regions.find((one) => one.name === values.region) ?? regions[0];
	switch (field) {
		case "region":
			return regions[0]?.name ?? "";
		case "length":
			if (kind === "map") return "4M";
			if (kind === "read" || kind === "write" || kind === "store") return "";
			return SMALL.has(kind) || region === undefined ? "4K" : formatLength(region.length);
		case "name":
			return freeRegionName(regions);
		case "to":
			return freeRegionName(regions);
		case "prot":
			return kind === "map" ? "rw" : "r";
		case "advice":
			return "hugepage";
		case "byte":
			return "1";
		case "child":
			return freeProcess(livingIn(world));
		case "node":
			return "node1";
		case "cpu":
			return "0";
		case "features":
		case "modes":
			return "wp";
		case "anyof":
			return "0x2";
		case "offset":
		case "shared":
		case "wp":
		case "check":
		case "all":
		case "inverted":
			return "";
	}
}

/** A new step of this kind; what was already chosen (process, range) is kept where the operation has a place for it. */
export function draftFor(kind: OperationKind, world: World, before?: FormDraft): FormDraft {
	const process = before?.process ?? livingIn(world)[0] ?? "A";
	const kept: FieldValues = before?.values ?? {};
	let values: FieldValues = {};
	for (const field of fieldsOf(kind)) {
		const old = keeps(field, kind, before) ? kept[field] : undefined;
		values = { ...values, [field]: old ?? defaultValue(field, kind, process, world, values) };
	}
	return { process, kind, values };
}

/** Ranges travel from one operation to the next; a length only between operations that mean the same by it. */
function keeps(field: FieldName, kind: OperationKind, before: FormDraft | undefined): boolean {
	if (before === undefined) return false;
	if (field === "region" || field === "offset") return true;
	if (field === "length") return kind !== "map" && before.kind !== "map" && SMALL.has(kind) === SMALL.has(before.kind);
	return kind === before.kind;
}

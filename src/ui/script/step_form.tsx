/**
 * A step by form: who, what, where, how much. It knows the processes and regions that exist at this place of the scenario. Every
 * change writes the line anew; the line above it is the preview, and its problems are the form's problems.
 */
import { useEffect, useState } from "react";
import { ADVICE_ABOUT, aboutForm, FEATURE_ABOUT, FORMS, MODE_ABOUT, PROTECTION_ABOUT } from "../../scenario/grammar.ts";
import { formatLength } from "../../scenario/numbers.ts";
import { parseLine } from "../../scenario/parse.ts";
import { tokenize } from "../../scenario/tokens.ts";
import type { RegionPlace, World } from "../../scenario/world.ts";
import { ADVICES, type OperationKind, UFFD_FEATURES, UFFD_MODES } from "../../sim/include/operation.ts";
import { Check, Checks, Choice, Entry } from "./form_controls.tsx";
import { draftFor } from "./form_defaults.ts";
import { draftOf, type FieldName, type FormDraft, fieldsOf, formOf, lengthIsOptional, livingIn, regionsOf, textOf } from "./form_draft.ts";
import styles from "./step_form.module.css";

interface StepFormProps {
	/** The line as it stands in the editor. */
	readonly text: string;
	/** What exists where the line stands. */
	readonly world: World;
	readonly onChange: (text: string) => void;
}

/** What the form shows for a line: its fields when it can be read, else a new step of what it seems to begin with. */
function draftFromText(text: string, world: World): FormDraft {
	const parsed = parseLine(text);
	if (parsed.ok) {
		const words = tokenize(text).filter((token, at) => at > 0 || !token.text.endsWith(":"));
		return draftOf(parsed.value, words.length > 2);
	}
	const [first = "", second = ""] = text
		.trim()
		.replace(/^[A-Z]:\s*/, "")
		.split(/\s+/);
	const form = FORMS.find((one) => one.words[0] === first && (one.words.length === 1 || one.words[1] === second));
	return draftFor(form?.kind ?? (regionsOf(world, livingIn(world)[0] ?? "A").length === 0 ? "map" : "write"), world);
}

export function StepForm({ text, world, onChange }: StepFormProps) {
	const [draft, setDraft] = useState(() => draftFromText(text, world));
	const [written, setWritten] = useState(text);
	// Somebody typed into the line meanwhile: the form follows.
	if (text !== written) {
		setWritten(text);
		setDraft(draftFromText(text, world));
	}
	const put = (next: FormDraft) => {
		setDraft(next);
		setWritten(textOf(next));
		onChange(textOf(next));
	};
	const isBlank = text.trim() === "";
	// A new step starts as what the form offers; a line that cannot be read stays as it is until the form is used.
	// biome-ignore lint/correctness/useExhaustiveDependencies: only when the form opens.
	useEffect(() => {
		if (isBlank) put(draft);
	}, []);
	const set = (field: FieldName, value: string) => put({ ...draft, values: { ...draft.values, [field]: value } });
	const living = livingIn(world);
	const processes = living.includes(draft.process) ? living : [...living, draft.process];
	const form = formOf(draft.kind);
	return (
		<fieldset className={styles.form}>
			<legend className="heard">Step</legend>
			{form.global !== true && (
				<Choice
					label="Process"
					value={draft.process}
					options={processes.map((process) => ({ value: process, label: process }))}
					onChange={(process) => put({ ...draft, process })}
				/>
			)}
			<Choice
				label="Operation"
				value={draft.kind}
				options={FORMS.map((one) => ({ value: one.kind, label: one.words.join(" ") }))}
				onChange={(kind) => put(draftFor(kind as OperationKind, world, draft))}
			/>
			<p className={styles.about}>{aboutForm(form)}</p>
			{fieldsOf(draft.kind).map((field) => (
				<Field key={`${draft.kind} ${field}`} field={field} draft={draft} world={world} onChange={(value) => set(field, value)} />
			))}
		</fieldset>
	);
}

interface FieldProps {
	readonly field: FieldName;
	readonly draft: FormDraft;
	readonly world: World;
	readonly onChange: (value: string) => void;
}

function options(words: readonly string[], about: Readonly<Record<string, string>>) {
	return words.map((word) => ({ value: word, label: about[word] === undefined ? word : `${word} – ${about[word]}` }));
}

function Field({ field, draft, world, onChange }: FieldProps) {
	const value = draft.values[field] ?? "";
	const entry = (label: string, hint: string) => <Entry label={label} hint={hint} value={value} onChange={onChange} />;
	const check = (label: string) => <Check label={label} isOn={value === "yes"} onChange={(isOn) => onChange(isOn ? "yes" : "")} />;
	switch (field) {
		case "region":
			return <RegionField value={value} regions={regionsOf(world, draft.process)} onChange={onChange} />;
		case "offset":
			return entry("Offset", "0, 0x3000, 1M");
		case "length":
			return entry("Length", lengthIsOptional(draft.kind) ? "one page" : "4K, 2M");
		case "name":
			return entry("Name", "heap");
		case "to":
			return entry("New region", "moved");
		case "prot":
			return <Choice label="Protection" value={value} options={options(["rw", "r", "none"], PROTECTION_ABOUT)} onChange={onChange} />;
		case "shared":
			return check("shared: a memfd instead of private memory");
		case "advice":
			return <Choice label="Advice" value={value} options={options(ADVICES, ADVICE_ABOUT)} onChange={onChange} isWide />;
		case "byte":
			return entry("Byte", "0 … 255");
		case "child":
			return entry("Child", "B");
		case "node":
			return (
				<Choice
					label="Node"
					value={value}
					options={options(draft.kind === "policy" ? ["node0", "node1", "default"] : ["node0", "node1"], {})}
					onChange={onChange}
				/>
			);
		case "cpu":
			return <Choice label="CPU" value={value} options={options(["0", "1"], {})} onChange={onChange} />;
		case "features":
			return (
				<Checks
					label="Features"
					words={UFFD_FEATURES.filter((word) => word !== "none")}
					about={FEATURE_ABOUT}
					value={value}
					onChange={onChange}
				/>
			);
		case "modes":
			return <Checks label="Modes" words={UFFD_MODES} about={MODE_ABOUT} value={value} onChange={onChange} />;
		case "wp":
			return check(draft.kind === "scan" ? "wp: write-protect what matches (PM_SCAN_WP_MATCHING)" : "wp: write-protected");
		case "check":
			return check("check: only where async write-protect is on (PM_SCAN_CHECK_WPASYNC)");
		case "anyof":
			return entry("Any of", "0x2 written");
		case "all":
			return entry("All of", "mask");
		case "inverted":
			return entry("Inverted", "mask");
	}
}

interface RegionFieldProps {
	readonly value: string;
	readonly regions: readonly RegionPlace[];
	readonly onChange: (value: string) => void;
}

/** Regions that exist here; a name that does not (yet, or any more) stays, and the line's problem says so. */
function RegionField({ value, regions, onChange }: RegionFieldProps) {
	if (regions.length === 0) return <Entry label="Region" hint="none here yet" value={value} onChange={onChange} />;
	const known = regions.map((region) => ({ value: region.name, label: `${region.name} (${formatLength(region.length)})` }));
	const isKnown = value === "" || regions.some((region) => region.name === value);
	return (
		<Choice
			label="Region"
			value={value}
			options={isKnown ? known : [...known, { value, label: `${value} (not here)` }]}
			onChange={onChange}
		/>
	);
}

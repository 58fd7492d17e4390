import { useRef, useState } from "react";
import { Button, DropZone, FileTrigger, Text } from "react-aria-components";
import { type ExportKind, exportFile } from "../../state/exports.ts";
import { track } from "../../state/idle.ts";
import { openFile, openText } from "../../state/open_file.ts";
import { stage } from "../../state/stage.ts";
import controls from "../app/controls.module.css";
import { OverlayDialog } from "../app/dialog.tsx";
import { closeOverlay } from "../app/overlay.ts";
import styles from "./files.module.css";
import { picturePng, pictureSvg } from "./picture_file.ts";
import { saveFile } from "./save_file.ts";

type Kind = ExportKind | "svg" | "png";

const SAVES: readonly { readonly heading: string; readonly kinds: readonly (readonly [Kind, string, string])[] }[] = [
	{
		heading: "Work",
		kinds: [
			["session", "Session", "all branches, and where you stand; opens here again"],
			["scenario", "Scenario (.walk)", "the steps as text, for the recorder on a real kernel"],
			["recording", "Recording", "every step's page tables on this kernel, in the format of the shipped recordings"],
		],
	},
	{
		heading: "This step as text",
		kinds: [
			["pagemap", "/proc/PID/pagemap", "address and word of every run of pages"],
			["smaps", "smaps", "ranges and VmFlags of every mapping"],
			["tree", "Tree in 72 columns", "for a mail or a commit message"],
		],
	},
	{
		heading: "This step as a picture",
		kinds: [
			["svg", "SVG", "for slides and papers"],
			["png", "PNG", "for everything else"],
		],
	},
];

async function made(kind: Kind): Promise<readonly [string, Blob]> {
	if (kind !== "svg" && kind !== "png") {
		const { name, type, text } = await exportFile(kind, Date.now());
		return [name, new Blob([text], { type })];
	}
	const root = document.querySelector("main");
	if (root === null) throw new Error("The picture is not on the screen.");
	const { scenario, kernel, cursor, source } = stage.getState();
	const name = scenario.name === "" ? "scenario" : scenario.name;
	const title = `${name} on ${kernel} (${source === "model" ? "modelled" : "recorded"}), after step ${cursor.step}`;
	const content = kind === "svg" ? new Blob([pictureSvg(root, title)], { type: "image/svg+xml" }) : await picturePng(root, title);
	return [`${name}.${kernel}.step${cursor.step}.${kind}`, content];
}

/** Everything that can be saved, and the place to drop, choose or paste what is to be opened. */
export function Files() {
	const [said, setSaid] = useState("");
	const pasted = useRef<HTMLTextAreaElement>(null);
	const save = async (kind: Kind) => {
		try {
			const [name, content] = await track(made(kind));
			saveFile(name, content);
			setSaid(`Saved: ${name}`);
		} catch (error) {
			setSaid(`Not saved: ${error instanceof Error ? error.message : String(error)}`);
		}
	};
	const open = async (opening: Promise<boolean>) => {
		if (await opening) closeOverlay();
		else setSaid(stage.getState().problem ?? "It was not opened.");
	};
	return (
		<OverlayDialog title="Files" look="page">
			<div className={styles.body}>
				<h3>Open</h3>
				<DropZone
					className={styles.drop ?? ""}
					onDrop={({ items }) => {
						const [item] = items;
						if (item?.kind === "file") void item.getFile().then((file) => open(openFile(file)));
						else if (item?.kind === "text") void item.getText("text/plain").then((text) => open(openText(text)));
					}}
				>
					<Text slot="label">Drop a session, a .walk or a recording here (also gzipped), or</Text>
					<FileTrigger
						onSelect={(files) => {
							const file = files?.[0];
							if (file !== undefined) void open(openFile(file));
						}}
					>
						<Button className={controls["button"] ?? ""}>Choose a file…</Button>
					</FileTrigger>
				</DropZone>
				<label className={styles.paste}>
					Or paste its text
					<textarea ref={pasted} rows={2} spellCheck={false} />
				</label>
				<Button className={controls["button"] ?? ""} onPress={() => void open(openText(pasted.current?.value ?? ""))}>
					Open the pasted text
				</Button>
				<p role="status" className={styles.said}>
					{said}
				</p>
				{SAVES.map(({ heading, kinds }) => (
					<section key={heading} aria-label={`Save: ${heading}`}>
						<h3>Save: {heading}</h3>
						<ul className={styles.saves}>
							{kinds.map(([kind, name, about]) => (
								<li key={kind}>
									<Button className={controls["button"] ?? ""} aria-describedby={`save-${kind}`} onPress={() => void save(kind)}>
										{name}
									</Button>
									<span id={`save-${kind}`}>{about}</span>
								</li>
							))}
						</ul>
					</section>
				))}
			</div>
		</OverlayDialog>
	);
}

import { CircleHelp, FileDown, FlaskConical, LayoutGrid, Radar, Search } from "lucide-react";
import { useStore } from "zustand";
import { gallery, galleryEntry } from "../../state/gallery.ts";
import { Brand } from "./brand.tsx";
import { ComparePicker } from "./compare_picker.tsx";
import controls from "./controls.module.css";
import { CopyLink } from "./copy_link.tsx";
import styles from "./header.module.css";
import { IconButton } from "./icon_button.tsx";
import { KernelPicker, PairSwitch } from "./kernel_picker.tsx";
import { openOverlay } from "./overlay.ts";
import { PressButton } from "./press_button.tsx";
import { SourceSwitch } from "./source_switch.tsx";
import { ThemeToggle } from "./theme_toggle.tsx";
import { useStage } from "./use_stage.ts";

function Title() {
	const scenario = useStage((state) => state.scenario);
	const entry = useStore(gallery, (state) => galleryEntry(state, scenario.name));
	const about = scenario.title;
	return (
		<h1 className={styles["title"]} title={about}>
			{entry !== null && <span className={styles["soft"]}>{entry.group} / </span>}
			{scenario.edited && scenario.name !== "" && <span className={styles["edited"]}>edited</span>}
			{entry === null ? (
				about
			) : (
				<>
					{entry.title}
					<span className="heard">: {about}</span>
				</>
			)}
		</h1>
	);
}

/** Where one is, on which kernel, and the ways to somewhere else. */
export function Header() {
	return (
		<header className={styles["header"]}>
			<span className={styles["brand"]}>
				<Brand />
				<span>Pagewalk</span>
			</span>
			<Title />
			<div className={styles["controls"]}>
				<KernelPicker />
				<ComparePicker />
				<PairSwitch />
				<SourceSwitch />
			</div>
			<div className={styles["tools"]}>
				<PressButton className={controls["button"] ?? ""} onPress={() => openOverlay("gallery")} aria-keyshortcuts="g" aria-label="Gallery">
					<LayoutGrid size={15} aria-hidden="true" /> <span className={styles["roomy"]}>Gallery</span>
				</PressButton>
				<IconButton label="Check for lost bits" keys={["K"]} onPress={() => openOverlay("check")}>
					<Radar size={16} aria-hidden="true" />
				</IconButton>
				<IconButton label="Trackers lab" keys={["L"]} onPress={() => openOverlay("lab")}>
					<FlaskConical size={16} aria-hidden="true" />
				</IconButton>
				<CopyLink />
				<IconButton label="Files: save and open" keys={["E"]} onPress={() => openOverlay("files")}>
					<FileDown size={16} aria-hidden="true" />
				</IconButton>
				<IconButton label="Find anything" keys={["⌘/Ctrl", "K"]} onPress={() => openOverlay("palette")}>
					<Search size={16} aria-hidden="true" />
				</IconButton>
				<IconButton label="Keys and help" keys={["?"]} onPress={() => openOverlay("help")}>
					<CircleHelp size={16} aria-hidden="true" />
				</IconButton>
				<ThemeToggle />
			</div>
		</header>
	);
}

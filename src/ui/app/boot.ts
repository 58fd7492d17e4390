/** Ties the stage to the browser: where films come from, the address bar, what is kept, and how the visit begins. */
import { KERNELS } from "../../sim/kernels/kernels.ts";
import { startAutosave } from "../../state/autosave.ts";
import { installFilmSource, type Model } from "../../state/film_source.ts";
import { installIndex, loadGallery } from "../../state/gallery.ts";
import { installIdleHook, track } from "../../state/idle.ts";
import { readKernels } from "../../state/index_file.ts";
import { isEmbedded } from "../../state/is_embedded.ts";
import { startLateStage } from "../../state/late_stage.ts";
import { setKernelNotes } from "../../state/open.ts";
import { startPreferences } from "../../state/preferences.ts";
import { type FetchText, fetchText, makeRecordingShelf } from "../../state/recording_shelf.ts";
import { indexedDbKeep } from "../../state/session_keep.ts";
import { installSessions, type Keep } from "../../state/sessions.ts";
import { dismissProblem, setNotice, setProblem, stage } from "../../state/stage.ts";
import { start } from "../../state/start.ts";
import { startUrlSync } from "../../state/url_sync.ts";
import type { MachineClient } from "../../worker/client.ts";
import { onSigns } from "./signs.ts";

/** Storage that a browser may forbid altogether. */
function storage(): Keep {
	try {
		return window.localStorage;
	} catch {
		return { getItem: () => null, setItem: () => {}, removeItem: () => {} };
	}
}

/** What is said of the machine's thread, and taken back when it answers again. */
const SILENT = (seconds: number) =>
	`The machine has not answered for ${seconds} seconds: it is busy with a very long step, or it hangs. Wait, or try again to start it anew; nothing of yours is lost.`;

function makeModel(): Model {
	let client: Promise<MachineClient> | null = null;
	const start = async () => {
		const [{ machineClient }, { startThread }] = await Promise.all([import("../../worker/client.ts"), import("../../worker/thread.ts")]);
		let said = "";
		return machineClient(startThread, {
			restarted: (why) => setNotice(`The machine stopped (${why}) and was started again: everything is as it was.`),
			silent(seconds) {
				said = SILENT(seconds);
				setProblem(said, true);
			},
			answered() {
				if (stage.getState().problem === said) dismissProblem();
			},
		});
	};
	const machine = () => {
		client ??= start();
		client.catch(() => {
			client = null;
		});
		return client;
	};
	return {
		kernels: KERNELS.map(({ id }) => id),
		run: async (kernel, lines, watch) => (await machine()).film(kernel, lines, watch),
		restart: () => void client?.then(({ restart }) => restart("it did not answer")).catch(() => {}),
		async compare(recorded, modelled) {
			const { agreementOf } = await import("../../recording/agreement.ts");
			return agreementOf(recorded, modelled);
		},
	};
}

/** After the first key, touch or movement of the pointer, when the screen has answered it. */
function leisure(): Promise<void> {
	return new Promise((resolve) => {
		const end = onSigns(window, () => {
			end();
			// Safari has no requestIdleCallback.
			if ("requestIdleCallback" in window) window.requestIdleCallback(() => resolve(), { timeout: 1000 });
			else setTimeout(resolve, 300);
		});
	});
}

function fetchFile(get: FetchText, file: string): Promise<string> {
	return fetchText(get, new URL(`recordings/${file}`, document.baseURI).href, `recordings/${file}`);
}

async function fetchNotes(get: FetchText): Promise<void> {
	try {
		const kernels = readKernels(await fetchFile(get, "kernels.json"));
		if (kernels.ok) setKernelNotes(kernels.value);
	} catch {
		// The picker then lists the kernels by their ids alone, which is all that is needed to choose one.
	}
}

/** A file that is dropped or pasted anywhere is opened; text goes where the cursor is, as ever. */
function openDroppedFiles(target: Window): void {
	const openIt = (event: Event, files: FileList | undefined) => {
		const file = files?.[0];
		if (file === undefined || event.defaultPrevented) return;
		event.preventDefault();
		void track(import("../../state/open_file.ts").then(({ openFile }) => openFile(file)));
	};
	target.addEventListener("dragover", (event) => {
		if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
	});
	target.addEventListener("drop", (event) => openIt(event, event.dataTransfer?.files));
	target.addEventListener("paste", (event) => openIt(event, event.clipboardData?.files));
}

/** Begins the visit; called once, before the first render, so that the first recording is under way while React starts. */
export function boot(): void {
	const get: FetchText = (url) => fetch(url);
	installIdleHook(window);
	installFilmSource({ recordings: makeRecordingShelf(get, document.baseURI), model: makeModel(), leisure: leisure() });
	installIndex(() => fetchFile(get, "index.json"));
	startPreferences(storage(), document.documentElement);
	installSessions(indexedDbKeep(), storage());
	const later = (work: () => void, milliseconds: number) => {
		const timer = setTimeout(work, milliseconds);
		return () => clearTimeout(timer);
	};
	const { flush } = startAutosave({ now: Date.now, later });
	// The last moment that browsers promise to call.
	document.addEventListener("visibilitychange", flush);
	window.addEventListener("pagehide", flush);
	void start(location.hash);
	void track(fetchNotes(get));
	loadGallery();
	startLateStage();
	startUrlSync(window);
	if (isEmbedded(location.search)) void import("../../state/embed.ts").then(({ startEmbedding }) => startEmbedding(window));
	else openDroppedFiles(window);
	if (import.meta.env.PROD && "serviceWorker" in navigator) {
		window.addEventListener("load", () => void import("./offline.ts").then(({ keepOffline }) => keepOffline()));
	}
}

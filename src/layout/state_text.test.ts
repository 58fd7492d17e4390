import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { present } from "../base/assert.ts";
import { loadRecording } from "../recording/load.ts";
import { recordingFilm } from "../recording/player.ts";
import { layoutOf } from "../sim/kernels/layout_of.ts";
import { pagemapText, smapsText } from "./state_text.ts";

test("the state reads as the kernel would print it: the 2016 bug, after the split", async () => {
	const recording = loadRecording(readFileSync("public/recordings/thp-split-dontneed.json", "utf8"));
	if (!recording.ok) throw new Error(recording.error.message);
	const film = recordingFilm(recording.value, "4.6.2");
	if (!film.ok) throw new Error(film.error);
	const { observation } = await film.value.at({ step: 6, micro: 0 });
	const layout = present(layoutOf("4.6.2"), "the layout of 4.6.2");
	expect(pagemapText(observation, layout, "label")).toMatchInlineSnapshot(`
		"# /proc/A/pagemap: address, word, pages of 4 KiB that follow alike, place
		# recorded without frame numbers and swap slots: bits 0 to 54 are not known where a page is mapped or swapped
		100000000000  81..............     256  heap
		100000100000  0000000000000000       1  heap+0x100000
		100000101000  81..............     255  heap+0x101000
		100000200000  0000000000000000     512  heap+0x200000
		"
	`);
	expect(smapsText(observation)).toMatchInlineSnapshot(`
		"# /proc/A/smaps: what is known of each mapping
		100000000000-100000400000 rw-p 00000000 00:00 0  [heap]
		Size:               4096 kB
		VmFlags: rd wr hg
		"
	`);
});

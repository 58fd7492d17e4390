import type { LensClass } from "../../layout/lens.ts";
import { MARK_BOX, markPaths } from "../../layout/marks.ts";
import type { CanvasColours } from "./use_colours.ts";

/** Every kind of cell drawn once; a table then is 512 copies. Sizes in device pixels. */
export function drawSprite(kind: LensClass, size: number, colours: CanvasColours): HTMLCanvasElement | null {
	const canvas = document.createElement("canvas");
	canvas.width = size;
	canvas.height = size;
	const context = canvas.getContext("2d");
	if (context === null) return null;
	const scale = size / MARK_BOX;
	context.scale(scale, scale);
	context.fillStyle = colours[kind.tone];
	context.strokeStyle = colours[kind.tone];
	context.lineCap = "round";
	for (const path of markPaths(kind.form, kind.fill)) {
		context.globalAlpha = path.alpha;
		const shape = new Path2D(path.d);
		if (path.width === 0) {
			context.fill(shape, path.holes ? "evenodd" : "nonzero");
		} else {
			// Outlines stay one hair wide however large the cell is.
			context.lineWidth = path.width <= 1 ? path.width * Math.min(1, (MARK_BOX + 2) / size) * Math.max(1, devicePixelRatio) : path.width;
			context.stroke(shape);
		}
	}
	return canvas;
}

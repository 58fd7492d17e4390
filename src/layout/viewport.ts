/** What part of a picture is seen: magnification across, and where its left edge stands. Pure, so that zooming can be tested. */

export interface Viewport {
	/** 1: all of it. */
	readonly scale: number;
	/** Left edge of the window, as a fraction of the whole: 0 … 1 - 1/scale. */
	readonly from: number;
}

export const WHOLE: Viewport = { scale: 1, from: 0 };

/** Keeps the window inside the picture and the magnification between 1 and `largest`. */
export function clampView({ scale, from }: Viewport, largest: number): Viewport {
	const kept = Math.min(Math.max(scale, 1), Math.max(1, largest));
	return { scale: kept, from: Math.min(Math.max(from, 0), 1 - 1 / kept) };
}

/** Magnifies around a point of the window (0 left, 1 right), which stays where it is. */
export function zoomView(view: Viewport, factor: number, at: number, largest: number): Viewport {
	const scale = Math.min(Math.max(view.scale * factor, 1), Math.max(1, largest));
	return clampView({ scale, from: view.from + at / view.scale - at / scale }, largest);
}

/** Moves the window by a fraction of its own width. */
export function panView(view: Viewport, by: number, largest: number): Viewport {
	return clampView({ scale: view.scale, from: view.from + by / view.scale }, largest);
}

/** Magnifies so much, with a point of the picture in the middle of the window where that is possible. */
export function centreView(scale: number, centre: number, largest: number): Viewport {
	const kept = Math.min(Math.max(scale, 1), Math.max(1, largest));
	return clampView({ scale: kept, from: centre - 0.5 / kept }, largest);
}

/** Shows the stretch `x0 … x1` of the picture, with room on both sides. */
export function fitView(x0: number, x1: number, largest: number): Viewport {
	const width = Math.max(x1 - x0, 1e-9);
	return centreView(0.96 / width, (x0 + x1) / 2, largest);
}

/** Between two views, `t` from 0 to 1: magnification grows by equal factors, so that the eye can follow. */
export function betweenViews(a: Viewport, b: Viewport, t: number, largest: number): Viewport {
	if (t >= 1) return b;
	const scale = a.scale * (b.scale / a.scale) ** t;
	// Windows of (nearly) one width only slide; the quotient below would be one of rounding errors.
	const narrowing = 1 / a.scale - 1 / b.scale;
	const share = Math.abs(narrowing) < 1e-9 ? t : (1 / a.scale - 1 / scale) / narrowing;
	return clampView({ scale, from: a.from + (b.from - a.from) * share }, largest);
}

/** Where a fraction of the picture is in the window: 0 left, 1 right. */
export function inView(view: Viewport, x: number): number {
	return (x - view.from) * view.scale;
}

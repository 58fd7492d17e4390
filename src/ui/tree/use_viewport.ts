import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { betweenViews, centreView, clampView, fitView, panView, type Viewport, WHOLE, zoomView } from "../../layout/viewport.ts";

/** How long a jump to another part of the picture takes, in milliseconds. */
const GLIDE = 240;

export interface ViewportControl {
	readonly view: Viewport;
	/** By a factor, with this point of the picture (0 left, 1 right) in the middle. */
	readonly zoom: (factor: number, centre: number) => void;
	/** By a fraction of the window. */
	readonly pan: (by: number) => void;
	/** To a stretch of the picture. */
	readonly fit: (x0: number, x1: number) => void;
	/** Whether the pointer has just dragged the picture, so that its release is no click. */
	readonly dragged: () => boolean;
	readonly pointer: {
		readonly onPointerDown: (event: PointerEvent) => void;
		readonly onPointerMove: (event: PointerEvent) => void;
		readonly onPointerUp: (event: PointerEvent) => void;
		readonly onPointerCancel: (event: PointerEvent) => void;
	};
}

/**
 * The window on a picture `width` pixels wide that begins `left` pixels into `ref`: Ctrl and the wheel (or a pinch) magnify, dragging
 * moves, jumps glide unless the person asked for less motion.
 */
export function useViewport(ref: RefObject<HTMLElement | null>, left: number, width: number, largest: number): ViewportControl {
	const [view, setView] = useState<Viewport>(WHOLE);
	const glide = useRef(0);
	const pointers = useRef(new Map<number, number>());
	const moved = useRef(0);

	const stop = useCallback(() => cancelAnimationFrame(glide.current), []);
	const glideTo = useCallback(
		(target: (from: Viewport) => Viewport) => {
			stop();
			setView((from) => {
				const to = target(from);
				if (matchMedia("(prefers-reduced-motion: reduce)").matches) return to;
				let start: number | null = null;
				const tick = (now: number) => {
					start ??= now;
					const t = Math.min(1, (now - start) / GLIDE);
					setView(betweenViews(from, to, 1 - (1 - t) ** 3, largest));
					if (t < 1) glide.current = requestAnimationFrame(tick);
				};
				glide.current = requestAnimationFrame(tick);
				return from;
			});
		},
		[largest, stop],
	);
	useEffect(() => stop, [stop]);

	useEffect(() => {
		const element = ref.current;
		if (element === null) return;
		const onWheel = (event: WheelEvent) => {
			const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
			if (!event.ctrlKey && !event.metaKey && !sideways) return;
			event.preventDefault();
			stop();
			const at = (event.clientX - element.getBoundingClientRect().left - left) / width;
			if (sideways) setView((from) => panView(from, event.deltaX / width, largest));
			else setView((from) => zoomView(from, Math.exp(-event.deltaY * 0.004), Math.min(Math.max(at, 0), 1), largest));
		};
		// React listens passively, and then the browser would zoom the page.
		element.addEventListener("wheel", onWheel, { passive: false });
		return () => element.removeEventListener("wheel", onWheel);
	}, [ref, left, width, largest, stop]);

	const onPointerMove = (event: PointerEvent) => {
		const held = pointers.current;
		const before = held.get(event.pointerId);
		if (before === undefined) return;
		const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
		held.set(event.pointerId, event.clientX);
		const by = event.clientX - before;
		moved.current += Math.abs(by);
		if (moved.current < 5) return;
		if (other === undefined) {
			setView((from) => panView(from, -by / width, largest));
			return;
		}
		const apart = Math.abs(event.clientX - other) / Math.max(1, Math.abs(before - other));
		const box = ref.current?.getBoundingClientRect();
		const middle = box === undefined ? 0.5 : ((event.clientX + other) / 2 - box.left - left) / width;
		setView((from) => zoomView(from, apart, middle, largest));
	};
	const release = (event: PointerEvent) => {
		pointers.current.delete(event.pointerId);
	};
	return {
		view: clampView(view, largest),
		zoom: (factor, centre) => glideTo((from) => centreView(from.scale * factor, centre, largest)),
		pan: (by) => glideTo((from) => panView(from, by, largest)),
		fit: (x0, x1) => glideTo(() => (x1 - x0 >= 1 ? WHOLE : fitView(x0, x1, largest))),
		dragged: () => moved.current >= 5,
		pointer: {
			onPointerDown: (event) => {
				stop();
				moved.current = 0;
				pointers.current.set(event.pointerId, event.clientX);
			},
			onPointerMove,
			onPointerUp: release,
			onPointerCancel: release,
		},
	};
}

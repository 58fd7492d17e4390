import { type RefObject, useLayoutEffect, useState } from "react";

/** Width of an element in pixels, followed as it changes; `otherwise` before the first measurement, and where nothing is laid out. */
export function useWidth(ref: RefObject<HTMLElement | null>, otherwise: number): number {
	const [width, setWidth] = useState(otherwise);
	useLayoutEffect(() => {
		const element = ref.current;
		if (element === null) return;
		const measure = () => {
			const now = Math.floor(element.clientWidth);
			if (now > 0) setWidth(now);
		};
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		return () => observer.disconnect();
	}, [ref]);
	return width;
}

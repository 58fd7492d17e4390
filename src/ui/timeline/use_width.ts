import { type RefCallback, useCallback, useState } from "react";

/** Width of an element in CSS pixels, kept up to date; `fallback` until it is known. */
export function useWidth(fallback: number): readonly [RefCallback<HTMLElement>, number] {
	const [width, setWidth] = useState(fallback);
	const ref = useCallback((element: HTMLElement | null) => {
		if (element === null) return;
		const measure = () => {
			const { width: measured } = element.getBoundingClientRect();
			if (measured > 0) setWidth(measured);
		};
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		return () => observer.disconnect();
	}, []);
	return [ref, width];
}

import { type RefObject, useLayoutEffect, useState } from "react";
import { TONES, type Tone } from "../../layout/marks.ts";

export type CanvasColours = Readonly<Record<Tone | "card" | "paper", string>>;

/** The design tokens as colours that a canvas understands; read anew when the scheme changes. Null until they are known. */
export function useColours(ref: RefObject<HTMLElement | null>): CanvasColours | null {
	const [colours, setColours] = useState<CanvasColours | null>(null);
	useLayoutEffect(() => {
		const element = ref.current;
		if (element === null) return;
		const read = () => setColours(readColours(element));
		read();
		const scheme = matchMedia("(prefers-color-scheme: dark)");
		const forced = matchMedia("(forced-colors: active)");
		scheme.addEventListener("change", read);
		forced.addEventListener("change", read);
		// The person's own choice of scheme is an attribute of the root element.
		const choice = new MutationObserver(read);
		choice.observe(element.ownerDocument.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
		return () => {
			scheme.removeEventListener("change", read);
			forced.removeEventListener("change", read);
			choice.disconnect();
		};
	}, [ref]);
	return colours;
}

/** Only a used value has light-dark() resolved, so every token is laid on a probe once and read back. */
function readColours(element: HTMLElement): CanvasColours {
	const probe = element.ownerDocument.createElement("span");
	probe.hidden = true;
	element.append(probe);
	const read = (name: string): string => {
		probe.style.color = `var(--${name})`;
		return getComputedStyle(probe).color;
	};
	const entries = [...TONES, "card" as const, "paper" as const].map((name) => [name, read(name)] as const);
	probe.remove();
	return Object.fromEntries(entries) as CanvasColours;
}

/** Hands a file to the person. */
export function saveFile(name: string, type: string, content: string): void {
	const url = URL.createObjectURL(new Blob([content], { type }));
	const link = document.createElement("a");
	link.href = url;
	link.download = name;
	link.click();
	// The browser has taken it over by the next turn.
	setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** The picture as a file of its own: the theme's colours as they are now, and a ground to stand on. */
export function standaloneSvg(svg: SVGSVGElement): string {
	const style = getComputedStyle(svg);
	const copy = svg.cloneNode(true);
	if (!(copy instanceof SVGSVGElement)) return "";
	copy.removeAttribute("aria-hidden");
	copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
	copy.setAttribute("font-family", "sans-serif");
	copy.setAttribute("font-size", "10");
	copy.setAttribute("color", style.color);
	const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
	ground.setAttribute("width", "100%");
	ground.setAttribute("height", "100%");
	ground.setAttribute("fill", colourOf(svg, "--card"));
	copy.prepend(ground);
	return new XMLSerializer().serializeToString(copy).replaceAll(/var\((--[a-z-]+)\)/g, (_, name: string) => colourOf(svg, name));
}

/** What a custom property of the theme comes to here. */
function colourOf(near: Element, property: string): string {
	const probe = document.createElement("span");
	probe.style.color = `var(${property})`;
	near.parentElement?.append(probe);
	const { color } = getComputedStyle(probe);
	probe.remove();
	return color;
}

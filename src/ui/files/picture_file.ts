/**
 * The picture on the screen as a file. The tree is SVG, styled by the page; the table is a canvas. Every shape is read with the style
 * that the browser gave it, and written out as SVG, or drawn on a canvas for PNG: a picture of a picture would need a policy that
 * lets images come from anywhere.
 */

interface Paint {
	readonly fill: string;
	readonly stroke: string;
	readonly strokeWidth: number;
	readonly dash: string;
	/** 0…1, of everything around the shape included. */
	readonly fillOpacity: number;
	readonly strokeOpacity: number;
}

type Shape = { readonly matrix: DOMMatrix; readonly paint: Paint } & (
	| { readonly kind: "path"; readonly d: string }
	| { readonly kind: "text"; readonly text: string; readonly x: number; readonly y: number; readonly font: string; readonly anchor: string }
);

interface Part {
	readonly shapes: readonly Shape[];
	readonly image: HTMLCanvasElement | null;
	readonly width: number;
	readonly height: number;
}

const MARGIN = 16;
const TITLE = 28;

/** The parts of the picture, from top to bottom. */
function parts(root: ParentNode): readonly Part[] {
	const found: Part[] = [];
	for (const element of root.querySelectorAll<SVGSVGElement | HTMLCanvasElement>("[role=tree] svg, canvas")) {
		const { width, height } = element.getBoundingClientRect();
		if (width === 0 || height === 0) continue;
		if (element instanceof HTMLCanvasElement) found.push({ shapes: [], image: element, width, height });
		else found.push({ shapes: shapesOf(element), image: null, width, height });
	}
	return found;
}

function shapesOf(svg: SVGSVGElement): readonly Shape[] {
	const own = svg.getScreenCTM()?.inverse() ?? new DOMMatrix();
	const shapes: Shape[] = [];
	for (const element of svg.querySelectorAll<SVGGraphicsElement>("path, rect, line, circle, text")) {
		const style = getComputedStyle(element);
		if (style.visibility === "hidden" || style.display === "none" || element.closest("clipPath, defs, pattern") !== null) continue;
		const matrix = own.multiply(element.getScreenCTM() ?? new DOMMatrix());
		const opacity = opacityWithin(element, svg);
		const paint = {
			fill: element instanceof SVGLineElement ? "none" : style.fill.replace(/^url\(.*?\)\s*/, "") || "none",
			stroke: style.stroke,
			strokeWidth: Number.parseFloat(style.strokeWidth) || 1,
			dash: style.strokeDasharray === "none" ? "" : style.strokeDasharray.replaceAll("px", ""),
			fillOpacity: Number(style.fillOpacity) * opacity,
			strokeOpacity: Number(style.strokeOpacity) * opacity,
		};
		if (element instanceof SVGTextElement) {
			const font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
			const at = { x: element.x.baseVal[0]?.value ?? 0, y: element.y.baseVal[0]?.value ?? 0 };
			shapes.push({ kind: "text", text: element.textContent ?? "", ...at, font, anchor: style.textAnchor, matrix, paint });
		} else {
			const d = pathOf(element);
			if (d !== "") shapes.push({ kind: "path", d, matrix, paint });
		}
	}
	return shapes;
}

/** The product of the opacities of the element and of all groups around it. */
function opacityWithin(element: Element, svg: SVGSVGElement): number {
	let product = 1;
	for (let each: Element | null = element; each !== null && each !== svg; each = each.parentElement) {
		product *= Number(getComputedStyle(each).opacity);
	}
	return product;
}

function pathOf(element: SVGGraphicsElement): string {
	const number = (name: string) => Number(element.getAttribute(name) ?? 0);
	if (element instanceof SVGPathElement) return element.getAttribute("d") ?? "";
	if (element instanceof SVGRectElement)
		return `M${number("x")} ${number("y")}h${number("width")}v${number("height")}h${-number("width")}z`;
	if (element instanceof SVGLineElement) return `M${number("x1")} ${number("y1")}L${number("x2")} ${number("y2")}`;
	const r = number("r");
	return `M${number("cx") - r} ${number("cy")}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

interface Sheet {
	readonly parts: readonly Part[];
	readonly width: number;
	readonly height: number;
	readonly ground: string;
	readonly ink: string;
}

function sheetOf(root: HTMLElement): Sheet {
	const found = parts(root);
	if (found.length === 0) throw new Error("The picture is not on the screen: switch from text to the picture first.");
	const style = getComputedStyle(document.body);
	return {
		parts: found,
		width: Math.max(...found.map(({ width }) => width)) + 2 * MARGIN,
		height: found.reduce((sum, { height }) => sum + height + MARGIN, TITLE + MARGIN),
		ground: style.backgroundColor,
		ink: style.color,
	};
}

/** The picture as SVG. */
export function pictureSvg(root: HTMLElement, title: string): string {
	const { parts: all, width, height, ground, ink } = sheetOf(root);
	let top = TITLE + MARGIN;
	const groups = all.map((part) => {
		const inside =
			part.image === null
				? part.shapes.map(shapeSvg).join("\n")
				: `<image width="${part.width}" height="${part.height}" href="${part.image.toDataURL("image/png")}"/>`;
		const group = `<g transform="translate(${MARGIN} ${top})">\n${inside}\n</g>`;
		top += part.height + MARGIN;
		return group;
	});
	const heading = `<text x="${MARGIN}" y="${TITLE}" font-family="sans-serif" font-size="14" fill="${escaped(ink)}">${escaped(title)}</text>`;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
		`<title>${escaped(title)}</title>`,
		`<rect width="100%" height="100%" fill="${escaped(ground)}"/>`,
		heading,
		...groups,
		"</svg>\n",
	].join("\n");
}

function shapeSvg(shape: Shape): string {
	const { a, b, c, d, e, f } = shape.matrix;
	const { fill, stroke, strokeWidth, dash, fillOpacity, strokeOpacity } = shape.paint;
	const moved =
		a === 1 && b === 0 && c === 0 && d === 1 && e === 0 && f === 0 ? "" : ` transform="matrix(${[a, b, c, d, e, f].join(" ")})"`;
	const look = `fill="${escaped(fill)}" stroke="${escaped(stroke)}" stroke-width="${strokeWidth}"${dash === "" ? "" : ` stroke-dasharray="${escaped(dash)}"`}${fillOpacity === 1 ? "" : ` fill-opacity="${fillOpacity}"`}${strokeOpacity === 1 ? "" : ` stroke-opacity="${strokeOpacity}"`}${moved}`;
	if (shape.kind === "path") return `<path d="${escaped(shape.d)}" ${look}/>`;
	return `<text x="${shape.x}" y="${shape.y}" style="font:${escaped(shape.font)}" text-anchor="${escaped(shape.anchor)}" ${look}>${escaped(shape.text)}</text>`;
}

function escaped(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** The picture as PNG, twice as sharp as the screen. */
export function picturePng(root: HTMLElement, title: string): Promise<Blob> {
	const { parts: all, width, height, ground, ink } = sheetOf(root);
	const canvas = document.createElement("canvas");
	const scale = 2;
	canvas.width = Math.ceil(width * scale);
	canvas.height = Math.ceil(height * scale);
	const context = canvas.getContext("2d");
	if (context === null) return Promise.reject(new Error("This browser has no room for the picture."));
	const place = (x: number, y: number) => new DOMMatrix([scale, 0, 0, scale, x * scale, y * scale]);
	context.fillStyle = ground;
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.setTransform(place(0, 0));
	context.fillStyle = ink;
	context.font = "14px sans-serif";
	context.fillText(title, MARGIN, TITLE);
	let top = TITLE + MARGIN;
	for (const part of all) {
		const origin = place(MARGIN, top);
		context.setTransform(origin);
		if (part.image !== null) context.drawImage(part.image, 0, 0, part.width, part.height);
		for (const shape of part.shapes) drawShape(context, origin.multiply(shape.matrix), shape);
		top += part.height + MARGIN;
	}
	return new Promise((resolve, reject) => {
		canvas.toBlob((blob) => (blob === null ? reject(new Error("This browser could not make the picture.")) : resolve(blob)), "image/png");
	});
}

function drawShape(context: CanvasRenderingContext2D, matrix: DOMMatrix, shape: Shape): void {
	const { fill, stroke, strokeWidth, dash, fillOpacity, strokeOpacity } = shape.paint;
	context.setTransform(matrix);
	context.globalAlpha = fillOpacity;
	context.lineWidth = strokeWidth;
	context.setLineDash(dash === "" ? [] : dash.split(/[\s,]+/).map(Number));
	context.fillStyle = fill;
	context.strokeStyle = stroke;
	if (shape.kind === "text") {
		context.font = shape.font;
		context.textAlign = shape.anchor === "middle" ? "center" : shape.anchor === "end" ? "right" : "left";
		if (fill !== "none") context.fillText(shape.text, shape.x, shape.y);
	} else {
		const path = new Path2D(shape.d);
		if (fill !== "none") context.fill(path);
		context.globalAlpha = strokeOpacity;
		if (stroke !== "none") context.stroke(path);
	}
	context.globalAlpha = 1;
}

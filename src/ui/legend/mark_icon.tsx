import { MARK_BOX, type Mark, markPaths } from "../../layout/marks.ts";

export interface MarkIconProps {
	readonly mark: Mark;
	/** Pixels. */
	readonly size?: number;
	readonly className?: string | undefined;
}

/** A cell's mark as a small picture; the words beside it say what it means. */
export function MarkIcon({ mark, size = 13, className }: MarkIconProps) {
	return (
		<svg aria-hidden="true" width={size} height={size} viewBox={`0 0 ${MARK_BOX} ${MARK_BOX}`} className={className}>
			<MarkShape mark={mark} />
		</svg>
	);
}

/** The paths of a mark, in a box of 12 by 12, for use inside another picture. */
export function MarkShape({ mark }: { readonly mark: Mark }) {
	const colour = `var(--${mark.tone})`;
	return markPaths(mark.form, mark.fill).map((path) => (
		<path
			key={path.d}
			d={path.d}
			opacity={path.alpha}
			fill={path.width === 0 ? colour : "none"}
			fillRule={path.holes ? "evenodd" : "nonzero"}
			stroke={path.width === 0 ? "none" : colour}
			strokeWidth={path.width}
		/>
	));
}

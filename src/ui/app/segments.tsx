import { type KeyboardEvent, useRef } from "react";

export interface Segment<Id extends string> {
	readonly id: Id;
	readonly label: string;
	readonly isDisabled?: boolean;
	/** `data-tone` of the button. */
	readonly tone?: string;
}

interface Props<Id extends string> {
	readonly label: string;
	readonly segments: readonly Segment<Id>[];
	readonly chosen: Id;
	readonly groupClass: string | undefined;
	readonly segmentClass: string | undefined;
	readonly onChoose: (id: Id) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** One of several, side by side: a radio group with one tab stop, whose arrows choose the neighbour, around the ends too. */
export function Segments<Id extends string>({ label, segments, chosen, groupClass, segmentClass, onChoose }: Props<Id>) {
	const group = useRef<HTMLDivElement>(null);
	const free = segments.filter(({ isDisabled }) => isDisabled !== true);
	const stop = free.some(({ id }) => id === chosen) ? chosen : free[0]?.id;

	const choose = (id: Id | undefined) => {
		if (id === undefined) return;
		group.current?.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus();
		if (id !== chosen) onChoose(id);
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
		const step = STEPS[event.key];
		const at = free.findIndex(({ id }) => id === (event.target as HTMLElement).dataset["id"]);
		if (step !== undefined) choose(free[(at + step + free.length) % free.length]?.id);
		else if (event.key === "Home") choose(free[0]?.id);
		else if (event.key === "End") choose(free.at(-1)?.id);
		else return;
		event.preventDefault();
	};

	return (
		<div ref={group} role="radiogroup" aria-label={label} className={groupClass} onKeyDown={onKeyDown}>
			{segments.map(({ id, label: words, isDisabled, tone }) => (
				// biome-ignore lint/a11y/useSemanticElements: an <input> cannot hold its words, and is no larger target than they are.
				<button
					key={id}
					type="button"
					role="radio"
					aria-checked={id === chosen}
					data-id={id}
					data-tone={tone}
					tabIndex={id === stop ? 0 : -1}
					disabled={isDisabled}
					className={segmentClass}
					onClick={() => choose(id)}
				>
					{words}
				</button>
			))}
		</div>
	);
}

import { type ReactNode, useEffect, useRef, useState } from "react";
import styles from "./controls.module.css";
import type { IconTipProps } from "./icon_tip.tsx";
import { makePart, usePart } from "./part.ts";
import { PressButton } from "./press_button.tsx";

interface Props {
	/** What it does: read to people, and shown in the tooltip. */
	readonly label: string;
	/** Its key, for the tooltip. */
	readonly keys?: readonly string[];
	readonly onPress: () => void;
	readonly isDisabled?: boolean;
	readonly strong?: boolean;
	readonly children: ReactNode;
}

const ICON_TIP = makePart<IconTipProps>(async () => (await import("./icon_tip.tsx")).IconTip);

/** Milliseconds that the pointer rests before words appear. */
const REST = 500;

/** A square button with an icon; its words are in the tooltip, which is fetched when a pointer or the focus first comes by. */
export function IconButton({ label, keys = [], onPress, isDisabled = false, strong = false, children }: Props) {
	const button = useRef<HTMLButtonElement>(null);
	const { isOpen, open, openSoon, close } = useTip();
	const IconTip = usePart(ICON_TIP, isOpen);
	return (
		<>
			<PressButton
				ref={button}
				aria-label={label}
				className={[styles["button"], styles["icon"], strong ? styles["strong"] : ""].join(" ")}
				isDisabled={isDisabled}
				onPress={onPress}
				onPointerEnter={(event) => {
					if (event.pointerType === "mouse") openSoon();
				}}
				onPointerLeave={close}
				onPointerDown={close}
				onFocus={(event) => {
					if (event.currentTarget.matches(":focus-visible")) open();
				}}
				onBlur={close}
				onKeyDown={(event) => {
					if (event.key === "Escape") close();
				}}
			>
				{children}
			</PressButton>
			{IconTip !== null && <IconTip label={label} keys={keys} trigger={button} onClose={close} />}
		</>
	);
}

function useTip() {
	const [isOpen, setOpen] = useState(false);
	const timer = useRef<number | undefined>(undefined);
	useEffect(() => () => window.clearTimeout(timer.current), []);
	const set = (wanted: boolean) => {
		window.clearTimeout(timer.current);
		setOpen(wanted);
	};
	return {
		isOpen,
		open: () => set(true),
		close: () => set(false),
		openSoon: () => {
			ICON_TIP.load();
			window.clearTimeout(timer.current);
			timer.current = window.setTimeout(() => setOpen(true), REST);
		},
	};
}

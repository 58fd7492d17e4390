import type { ButtonHTMLAttributes, MouseEvent, Ref } from "react";

export interface PressButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "onClick" | "disabled" | "type"> {
	readonly onPress?: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined;
	readonly isDisabled?: boolean | undefined;
	readonly ref?: Ref<HTMLButtonElement> | undefined;
}

/** The browser's own button: what stands on the first screen does without the library that the dialogs and lists are made of. */
export function PressButton({ onPress, isDisabled, ref, ...rest }: PressButtonProps) {
	return <button {...rest} ref={ref} type="button" disabled={isDisabled} onClick={onPress} />;
}

/** Only the rows in sight are in the document: for scenarios of hundreds of steps and more. */
import type { ReactNode } from "react";
import { ListLayout, Virtualizer } from "react-aria-components";

/** Pixels of a row with one line of text and one of gloss; rows are measured once they are seen. */
const ROW_HEIGHT = 52;

export function VirtualRows({ children }: { readonly children: ReactNode }) {
	return (
		<Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowSize: ROW_HEIGHT }} shouldObserveItemSize>
			{children}
		</Virtualizer>
	);
}

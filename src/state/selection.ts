/** The selected page, the table in focus and the lens: shared by every panel. */
import type { Lens } from "../layout/lens.ts";
import { type Selection, stage, type TableId } from "./stage.ts";

/** Selects a page in every panel; the tables panel follows it. */
export function select(selection: Selection | null): void {
	stage.setState({ selection, focusTable: null });
}

/** Shows one table, whatever is selected; null follows the selection again. */
export function focusOn(table: TableId | null): void {
	stage.setState({ focusTable: table });
}

export function setLens(lens: Lens): void {
	stage.setState({ lens });
}

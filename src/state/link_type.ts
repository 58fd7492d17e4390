/** What a link holds, whatever its version. */
import type { RunDigest } from "../history/digest.ts";
import type { Cursor } from "../history/film.ts";
import type { Lens } from "../layout/lens.ts";
import type { CompareTarget, Selection, Source, Watch } from "./stage.ts";
import type { TreeText } from "./tree_text.ts";

export interface Link {
	/** Name of the recording; empty for a scenario of one's own. */
	readonly scenario: string;
	/** The edited script as text, one step a line. */
	readonly script?: string;
	/** All branches; where they are too many for a link, `script` alone is sent. */
	readonly branches?: TreeText;
	readonly kernel?: string;
	readonly source?: Source;
	readonly cursor?: Cursor;
	readonly selection?: Selection;
	readonly lens?: Lens;
	readonly compare?: CompareTarget;
	readonly watches?: readonly Watch[];
	/** What the run up to the cursor's step gave where the link was made. */
	readonly promise?: RunDigest;
}

/** What the legend must explain: the classes that occur in what is shown, each once, the most important first. */
import type { Cells } from "./cells.ts";
import type { LensClass } from "./lens.ts";
import type { Scene } from "./scene.ts";
import { classesBelow } from "./spans.ts";
import type { ProcessTree } from "./tables.ts";

export function legendClasses(scene: Scene, trees: readonly ProcessTree[], cells: Cells | null): readonly LensClass[] {
	const found = new Map<string, LensClass>();
	const add = (kind: LensClass): void => {
		if (kind.form !== "blank") found.set(`${kind.form} ${kind.fill} ${kind.tone} ${kind.words}`, kind);
	};
	for (const kind of cells?.classes ?? []) add(kind);
	for (const { root } of trees) for (const { kind } of classesBelow(scene, root)) add(kind);
	return [...found.values()].sort((a, b) => b.rank - a.rank);
}

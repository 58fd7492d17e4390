/** Works out what a picture will need, before it is wanted: the trees, the scene, and the spans of every table in it. */
import { makeScene, type SceneInput } from "./scene.ts";
import { tableSpans } from "./spans.ts";
import { pageTables, type TableNode } from "./tables.ts";

/** What it works out is kept with the moment and its observation; drawing them finds it there. */
export function drawAhead(input: SceneInput): void {
	const scene = makeScene(input);
	const spansOf = (node: TableNode): void => {
		tableSpans(scene, node);
		for (const { table } of node.slots) if (table !== null) spansOf(table);
	};
	for (const { root } of pageTables(input.moment.observation, input.geometry)) spansOf(root);
}

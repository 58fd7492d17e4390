import { afterEach, expect, it } from "vitest";
import { settled } from "./idle.ts";
import { lateStage, startLateStage } from "./late_stage.ts";
import { INITIAL_STAGE, stage } from "./stage.ts";

let end = () => {};
afterEach(() => {
	end();
	stage.setState(INITIAL_STAGE, true);
});

it("is the stage as it was until the frame is painted, and then all of it at once", async () => {
	end = startLateStage();
	const told: number[] = [];
	const stop = lateStage.subscribe(({ cursor }) => told.push(cursor.step));
	stage.setState({ cursor: { step: 1, micro: 0 } });
	stage.setState({ cursor: { step: 2, micro: 0 }, speed: 4 });
	expect(lateStage.getState()).toMatchObject({ cursor: { step: 0 }, speed: 1 });
	// The screen is not at rest before it has caught up.
	await settled();
	expect(lateStage.getState()).toEqual(stage.getState());
	expect(told).toEqual([2]);
	stop();
});

it("follows no more once it is ended", async () => {
	startLateStage()();
	stage.setState({ speed: 8 });
	await settled();
	expect(lateStage.getState().speed).toBe(1);
});

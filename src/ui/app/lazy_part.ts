import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { track } from "../../state/idle.ts";

/** A component that is fetched when it is first drawn; tests that wait for the screen to stand still wait for it too. */
export function lazyPart<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
	return lazy(async () => ({ default: await track(load()) }));
}

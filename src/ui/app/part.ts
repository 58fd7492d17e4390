import { type ComponentType, useEffect, useSyncExternalStore } from "react";
import { createStore } from "zustand/vanilla";
import { track } from "../../state/idle.ts";
import { setProblem } from "../../state/stage.ts";

/** A component that is fetched when it is first wanted. */
export interface Part<Props> {
	readonly loaded: () => ComponentType<Props> | null;
	readonly load: () => void;
	readonly subscribe: (changed: () => void) => () => void;
}

/**
 * Like React's `lazy`, without its fallback: React holds what comes after a fallback back for 300 ms, which is felt as a slow list.
 * Waiting for the screen to stand still waits for parts too; one that cannot be fetched is a problem on the screen and tried again.
 */
export function makePart<Props>(fetching: () => Promise<ComponentType<Props>>): Part<Props> {
	const store = createStore<{ readonly part: ComponentType<Props> | null }>(() => ({ part: null }));
	let underWay = false;
	const load = async () => {
		try {
			const part = await fetching();
			store.setState({ part });
		} catch {
			setProblem("A part of Pagewalk could not be fetched: is the network there? Try again, or reload the page.");
		} finally {
			underWay = false;
		}
	};
	return {
		loaded: () => store.getState().part,
		load() {
			if (underWay || store.getState().part !== null) return;
			underWay = true;
			void track(load());
		},
		subscribe: (changed) => store.subscribe(changed),
	};
}

/** The component once it is there; it is fetched as soon as it is wanted. */
export function usePart<Props>(part: Part<Props>, wanted: boolean): ComponentType<Props> | null {
	const { load, loaded, subscribe } = part;
	const component = useSyncExternalStore(subscribe, loaded);
	useEffect(() => {
		if (wanted) load();
	}, [wanted, load]);
	return wanted ? component : null;
}

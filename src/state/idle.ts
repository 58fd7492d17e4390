/**
 * Work that is under way, so that tests (and playback) can wait for the screen to stand still instead of sleeping.
 * `window.__pagewalkIdle()` resolves to true once nothing is pending and the browser has painted what came of it.
 */

const pending = new Set<Promise<unknown>>();

/** Counts this work as pending until it is done. What it rejects with is the caller's to handle. */
export function track<T>(work: Promise<T>): Promise<T> {
	const quiet = work.then(
		() => {},
		() => {},
	);
	pending.add(quiet);
	void quiet.then(() => pending.delete(quiet));
	return work;
}

/** Resolves when nothing is pending, including what the pending work started. */
export async function settled(): Promise<void> {
	while (pending.size > 0) await Promise.all([...pending]);
}

declare global {
	interface Window {
		__pagewalkIdle?: () => Promise<true>;
	}
}

function nextFrame(target: Window): Promise<void> {
	return new Promise((resolve) => target.requestAnimationFrame(() => resolve()));
}

/** Installs the hook that browser tests wait on. Two frames: the first commits the render, the second follows its paint. */
export function installIdleHook(target: Window): void {
	target.__pagewalkIdle = async () => {
		do {
			await settled();
			await nextFrame(target);
			await nextFrame(target);
		} while (pending.size > 0);
		return true;
	};
}

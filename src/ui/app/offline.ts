/** Keeps the app in the browser, so that it opens without a network; says when a newer one is there. */
import { registerSW } from "virtual:pwa-register";
import { update } from "../../state/update.ts";
import { onSigns } from "./signs.ts";

/** Milliseconds without a sign of the person after which the app is put by: that is a second's work for the whole machine. */
const PAUSE = 4000;

/** Resolves once nobody has touched anything for that long. */
function pause(target: Window): Promise<void> {
	return new Promise((resolve) => {
		let timer = 0;
		const again = () => {
			clearTimeout(timer);
			timer = target.setTimeout(() => {
				end();
				resolve();
			}, PAUSE);
		};
		const end = onSigns(target, again);
		again();
	});
}

/** Registers the service worker, in the first pause. A newer version is taken only when the person reloads: half of the old and half of the new is none. */
export async function keepOffline(): Promise<void> {
	await pause(window);
	const reload = registerSW({
		onNeedRefresh: () => update.setState({ reload: () => void reload(true) }),
		// A browser that keeps nothing, as in a private window, needs a network as any page does: no reason to bother anybody.
		onRegisterError: () => {},
	});
}

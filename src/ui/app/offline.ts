/** Keeps the app in the browser, so that it opens without a network; says when a newer one is there. */
import { registerSW } from "virtual:pwa-register";
import { update } from "../../state/update.ts";

/** Registers the service worker. A newer version is taken only when the person reloads: half of the old and half of the new is none. */
export function keepOffline(): void {
	const reload = registerSW({
		onNeedRefresh: () => update.setState({ reload: () => void reload(true) }),
		// A browser that keeps nothing, as in a private window, needs a network as any page does: no reason to bother anybody.
		onRegisterError: () => {},
	});
}

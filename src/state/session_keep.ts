/** Sessions in IndexedDB: large, and never in the way of the next key. The library is fetched when something is kept or looked for. */
import type { SessionKeep } from "./sessions.ts";

async function database() {
	const { createStore, del, set, values } = await import("idb-keyval");
	return { store: createStore("pagewalk", "sessions"), del, set, values };
}

export function indexedDbKeep(): SessionKeep {
	let opened: ReturnType<typeof database> | null = null;
	const open = () => {
		opened ??= database();
		opened.catch(() => {
			opened = null;
		});
		return opened;
	};
	return {
		async all() {
			const { store, values } = await open();
			return values<unknown>(store);
		},
		async put(id, session) {
			const { store, set } = await open();
			await set(id, session, store);
		},
		async remove(id) {
			const { store, del } = await open();
			await del(id, store);
		},
	};
}

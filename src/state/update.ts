/** Whether a newer Pagewalk was fetched and waits for a reload. */
import { createStore } from "zustand/vanilla";

export const update = createStore<{ readonly reload: (() => void) | null }>(() => ({ reload: null }));

import { Monitor, Moon, Sun } from "lucide-react";
import { useStore } from "zustand";
import { nextTheme, preferences, setTheme, type Theme } from "../../state/preferences.ts";
import { IconButton } from "./icon_button.tsx";

const WORDS: Record<Theme, string> = { system: "as the system", light: "light", dark: "dark" };
const ICONS = { system: Monitor, light: Sun, dark: Moon };

/** Light, dark, or as the system has it. */
export function ThemeToggle() {
	const theme = useStore(preferences, (state) => state.theme);
	const Icon = ICONS[theme];
	const next = nextTheme(theme);
	return (
		<IconButton label={`Colours: ${WORDS[theme]}. Change to ${WORDS[next]}`} keys={["T"]} onPress={() => setTheme(next)}>
			<Icon size={16} aria-hidden="true" />
		</IconButton>
	);
}

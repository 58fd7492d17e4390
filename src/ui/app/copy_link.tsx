import { Link2 } from "lucide-react";
import { promisingHash } from "../../state/link.ts";
import { setNotice, setProblem } from "../../state/stage.ts";
import { IconButton } from "./icon_button.tsx";

async function copyLink(): Promise<void> {
	try {
		const hash = await promisingHash();
		if (hash === null) {
			setProblem("This scenario is too long for a link: save it as a file instead.");
			return;
		}
		const link = new URL(hash, location.href).href;
		await navigator.clipboard.writeText(link);
		setNotice("Link copied: it opens this scenario, kernel, step, selection and lens, and says so if it ever gives another result.");
	} catch {
		setProblem("The browser did not allow copying. The link is the address of this page.");
	}
}

/** Copies the link to exactly what is on the screen. */
export function CopyLink() {
	return (
		<IconButton label="Copy the link to exactly this" onPress={() => void copyLink()}>
			<Link2 size={16} aria-hidden="true" />
		</IconButton>
	);
}

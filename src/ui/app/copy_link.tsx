import { Link2 } from "lucide-react";
import { Button } from "react-aria-components";
import { currentHash } from "../../state/link.ts";
import { setNotice, setProblem } from "../../state/stage.ts";
import controls from "./controls.module.css";

async function copyLink(): Promise<void> {
	const link = new URL(currentHash(), location.href).href;
	try {
		await navigator.clipboard.writeText(link);
		setNotice("Link copied: it opens this scenario, kernel, step, selection and lens.");
	} catch {
		setProblem("The browser did not allow copying. The link is the address of this page.");
	}
}

/** Copies the link to exactly what is on the screen. */
export function CopyLink() {
	return (
		<Button className={controls["button"] ?? ""} onPress={() => void copyLink()}>
			<Link2 size={15} aria-hidden="true" /> Copy link
		</Button>
	);
}

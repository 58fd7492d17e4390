import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import controls from "./controls.module.css";
import styles from "./dialog.module.css";
import { closeOverlay } from "./overlay.ts";

interface Props {
	readonly title: string;
	/** `search`: no visible title; it starts with a search field. `wide`: a page with tables. */
	readonly look: "page" | "wide" | "search";
	readonly children: ReactNode;
}

/** A dialog over the screen: Escape, a click outside and its button close it, and the focus goes back where it was. */
export function OverlayDialog({ title, look, children }: Props) {
	return (
		<ModalOverlay
			className={styles["veil"] ?? ""}
			isOpen
			isDismissable
			onOpenChange={(open) => {
				if (!open) closeOverlay();
			}}
		>
			<Modal className={`${styles["modal"]} ${styles[look]}`}>
				<Dialog className={styles["dialog"] ?? ""} {...(look === "search" ? { "aria-label": title } : {})}>
					{look !== "search" && (
						<div className={styles["top"]}>
							<Heading slot="title" className={styles["heading"] ?? ""}>
								{title}
							</Heading>
							<Button slot="close" className={`${controls["button"]} ${controls["icon"]}`} aria-label="Close">
								<X size={16} aria-hidden="true" />
							</Button>
						</div>
					)}
					{children}
				</Dialog>
			</Modal>
		</ModalOverlay>
	);
}

/** The composition root: nothing here but putting the app on the page. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { lateStage } from "./state/late_stage.ts";
import { App } from "./ui/app/app.tsx";
import { boot } from "./ui/app/boot.ts";
import { LateStageContext } from "./ui/app/use_stage.ts";
import "./ui/theme.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");
boot();
createRoot(root).render(
	<StrictMode>
		<LateStageContext value={lateStage}>
			<App />
		</LateStageContext>
	</StrictMode>,
);

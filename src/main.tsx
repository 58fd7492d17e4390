/** The composition root: nothing here but putting the app on the page. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");
createRoot(root).render(<StrictMode>Pagewalk</StrictMode>);

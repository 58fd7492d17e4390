import { goTo } from "../../state/cursor.ts";
import { PressButton } from "../app/press_button.tsx";
import { useStage } from "../app/use_stage.ts";
import { summarizeAgreement } from "./agreement_words.ts";
import styles from "./verdict.module.css";

/** Whether the model does what was recorded; goes to the first step where it does not. */
export function AgreementBadge() {
	const agreement = useStage((state) => state.agreement);
	const kernel = useStage((state) => state.kernel);
	const name = useStage((state) => state.scenario.name);
	const edited = useStage((state) => state.scenario.edited);
	const source = useStage((state) => state.source);
	const choice = useStage((state) => state.kernels.find(({ id }) => id === state.kernel));
	const summary = summarizeAgreement({
		agreement,
		name,
		kernel,
		edited,
		source,
		recorded: choice?.recorded ?? false,
		modelled: choice?.modelled ?? false,
	});
	if (summary === null || kernel === "") return null;
	const { tone, sign, words, differsAt } = summary;
	const look = `${styles["tag"]} ${tone === "plain" ? "" : styles[tone]}`;
	const text = sign === "" ? words : `${sign} ${words}`;
	if (differsAt === null) return <span className={look}>{text}</span>;
	return (
		<PressButton className={look} aria-label={`${words}: go to the step`} onPress={() => goTo({ step: differsAt + 1, micro: 0 })}>
			{text}
		</PressButton>
	);
}

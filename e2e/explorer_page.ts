import { expect, type Locator, type Page } from "@playwright/test";

export interface Link {
	readonly scenario: string;
	readonly kernel: string;
	readonly source?: "recording" | "model";
	readonly step?: number;
}

/** The hash of a link, as src/state/url.ts writes it; spelled out here since old links must keep working. */
export function hashOf({ scenario, kernel, source = "recording", step = 0 }: Link): string {
	return `#v1&s=${scenario}&k=${kernel}&src=${source}&at=${step}`;
}

/** The explorer, in the words of the person before it. Every action returns when the screen stands still. */
export class ExplorerPage {
	readonly page: Page;
	readonly timeline: Locator;
	readonly verdict: Locator;
	readonly problem: Locator;
	/** How the model agrees with the recording, in the footer. */
	readonly agreement: Locator;
	private readonly allowed: RegExp[] = [];

	constructor(page: Page) {
		this.page = page;
		this.timeline = page.getByRole("slider", { name: "Timeline" });
		this.verdict = page.getByRole("region", { name: "Verdict on soft-dirty" });
		this.problem = page.getByRole("alert").first();
		this.agreement = page.getByRole("contentinfo").getByText(/as recorded|edited|model differs|recorded on/);
	}

	/** Without a link: the first screen. */
	async open(link: Link | string = ""): Promise<void> {
		await this.page.goto(`./${typeof link === "string" ? link : hashOf(link)}`);
		await this.idle();
	}

	/** No film loading, no request to the worker, no frame pending. */
	async idle(): Promise<void> {
		await this.page.waitForFunction(() => window.__pagewalkIdle !== undefined);
		await this.page.evaluate(() => window.__pagewalkIdle?.());
	}

	/** Follows a link on the open page, as a click on it would. */
	async follow(hash: string): Promise<void> {
		await this.page.evaluate((to) => {
			location.hash = to;
		}, hash);
		await this.idle();
	}

	async press(...keys: string[]): Promise<void> {
		for (const key of keys) {
			await this.page.keyboard.press(key);
			await this.idle();
		}
	}

	/** Steps done. */
	async step(): Promise<number> {
		return Number(await this.timeline.getAttribute("aria-valuenow"));
	}

	kernel(): Locator {
		return this.page.getByRole("button", { name: /kernel$/ });
	}

	/** Opens the line editor behind the last step. */
	async newStep(): Promise<Locator> {
		await this.page.getByRole("button", { name: "add a step" }).click();
		const line = this.page.getByRole("combobox", { name: /^New step/ });
		await line.waitFor();
		return line;
	}

	async addStep(text: string): Promise<void> {
		const line = await this.newStep();
		await line.pressSequentially(text);
		await this.page.keyboard.press("Enter");
		await this.idle();
	}

	/** A complaint of the browser that the test provokes on purpose. */
	allowComplaint(pattern: RegExp): void {
		this.allowed.push(pattern);
	}

	allows(complaint: string): boolean {
		return this.allowed.some((pattern) => pattern.test(complaint));
	}

	/** Moves the focus with Tab or Shift+Tab, as a person without a mouse does, until it stands on `target`. */
	async tabTo(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
		for (let presses = 0; presses < 200; presses++) {
			if (await hasFocus(target)) return;
			await this.page.keyboard.press(key);
		}
		throw new Error(`200 presses of ${key} never reach ${target}`);
	}

	/** Waits until the focus stands on `target`; unlike toBeFocused() also while the browser's window is behind another one. */
	async focusOn(target: Locator): Promise<void> {
		await expect.poll(() => hasFocus(target)).toBe(true);
	}
}

function hasFocus(target: Locator): Promise<boolean> {
	return target.evaluate((element) => element === document.activeElement);
}

/** Prints one measurement beside its budget. Budgets are reported, never enforced: a slow machine is not a broken program. */
export interface Measurement {
	readonly what: string;
	readonly value: number;
	/** `ms`, `MB`, `/s`, … */
	readonly unit: string;
	readonly atMost?: number;
	readonly atLeast?: number;
}

const number = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });

export function report({ what, value, unit, atMost, atLeast }: Measurement): void {
	const kept = (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);
	const budget = [
		...(atMost === undefined ? [] : [`≤ ${number.format(atMost)}`]),
		...(atLeast === undefined ? [] : [`≥ ${number.format(atLeast)}`]),
	];
	const told = budget.length === 0 ? "" : `  (budget ${budget.join(", ")} ${unit}: ${kept ? "kept" : "NOT KEPT"})`;
	console.log(`${what}: ${number.format(value)} ${unit}${told}`);
}

/** The value below which the given share (0…1) of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
	const sorted = samples.toSorted((a, b) => a - b);
	const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
	if (value === undefined) throw new Error("no samples");
	return value;
}

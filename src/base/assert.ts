/** Thrown when the program contradicts itself: always a bug of ours, never something a user or a kernel did. */
export class InvariantError extends Error {
	override readonly name = "InvariantError";
}

/** Stops loudly when `condition` does not hold. For what a user can cause, return a `Result` instead. */
export function assert(condition: boolean, what: string): asserts condition {
	if (!condition) throw new InvariantError(what);
}

/** The value, which the caller knows to be there for the reason that `what` states. */
export function present<T>(value: T | undefined | null, what: string): T {
	if (value === undefined || value === null) throw new InvariantError(`missing: ${what}`);
	return value;
}

/** Marks a branch that the types rule out; the compiler proves that every case was handled. */
export function assertNever(value: never): never {
	throw new InvariantError(`unexpected value: ${String(value)}`);
}

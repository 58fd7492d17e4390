import { ColumnSubject } from "./column_subject.ts";

/** Nobody watches. */
export class Untracked extends ColumnSubject {
	/** The set is never given a member. */
	collect(): void {}
	protected start(): void {}
	protected store(): void {}
	protected filled(): void {}
	protected emptied(): void {}
}

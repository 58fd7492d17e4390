import { MachineSubject } from "./machine_subject.ts";

/** Nobody watches. */
export class MachineUntracked extends MachineSubject {
	/** The set is never given a member. */
	collect(): void {}
	protected start(): void {}
}

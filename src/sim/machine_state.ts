/** Everything that the machine consists of. The functions of `mm/`, `fs/` and `kernel/` take it as their first argument. */
import { present } from "../base/assert.ts";
import type { UffdContext } from "./fs/uffd_context.ts";
import type { Geometry } from "./include/geometry.ts";
import type { KernelRecord } from "./include/kernel_record.ts";
import type { ProcessId } from "./include/operation.ts";
import { copyProcess, type Process } from "./kernel/process.ts";
import type { KsmItem } from "./mm/ksm_item.ts";
import type { Migration, Miscount } from "./mm/migration.ts";
import { Frames, type FramesSnapshot } from "./mm/page_alloc.ts";
import type { PageSet } from "./mm/page_set.ts";
import { PageTables, type PageTablesSnapshot } from "./mm/pgtable.ts";
import { Shmem, type ShmemSnapshot } from "./mm/shmem.ts";
import { Swap, type SwapSnapshot } from "./mm/swapfile.ts";
import type { MicroKind, Trace } from "./trace.ts";
import { WpWatch } from "./wp_watch.ts";

export interface MachineSnapshot {
	readonly tables: PageTablesSnapshot;
	readonly frames: FramesSnapshot;
	readonly swap: SwapSnapshot;
	readonly shmem: ShmemSnapshot;
	readonly processes: readonly Process[];
	readonly nextRegion: number;
	readonly nextAnonVma: number;
	readonly contexts: readonly UffdContext[];
	readonly ksmSlots: readonly number[];
	readonly ksmPages: readonly number[];
	readonly migrations: readonly Migration[];
	readonly miscounts: readonly Miscount[];
	readonly ksmItems: ReadonlyMap<number, KsmItem>;
	readonly managerCpu: number | null;
}

export class Machine {
	readonly kernel: KernelRecord;
	readonly geometry: Geometry;
	readonly tables: PageTables;
	readonly frames: Frames;
	readonly swap = new Swap();
	readonly shmem = new Shmem();
	processes: Process[] = [];
	/** Virtual page number where the next region is placed. */
	nextRegion: number;
	nextAnonVma = 1;
	/** userfaultfds ever opened; a VMA names its own by position + 1. */
	contexts: readonly UffdContext[] = [];
	/** Processes that KSM scans, by index, in the order in which it came to know them. */
	ksmSlots: readonly number[] = [];
	/** Frames that became KSM pages, oldest first; some may be free again. */
	ksmPages: readonly number[] = [];
	/** Folios that stand between the two halves of a migration, in the order in which they were begun. */
	migrations: readonly Migration[] = [];
	/** Folios whose counts a bug of the kernel falsified. */
	miscounts: readonly Miscount[] = [];
	/** What KSM remembers of the pages that its last scan met, by rmapItemKey(). */
	ksmItems: ReadonlyMap<number, KsmItem> = new Map();
	/** CPU that the manager is bound to, null when it runs wherever the process runs. */
	managerCpu: number | null = null;
	/** Entries of page tables that walks looked at since the machine was made: a measure of work, and no part of its state. */
	visited = 0;
	/** Told of every process in which a walk from a page to its entries finds one. No part of the state either. */
	onMapping: ((process: Process) => void) | null = null;
	private tracing: Trace | null = null;

	constructor(kernel: KernelRecord, geometry: Geometry) {
		this.kernel = kernel;
		this.geometry = geometry;
		this.tables = new PageTables(geometry);
		this.frames = new Frames(geometry);
		this.nextRegion = geometry.regionBase;
	}

	get trace(): Trace | null {
		return this.tracing;
	}

	attach(trace: Trace | null): void {
		this.tracing = trace;
		this.tables.attach(trace?.journal ?? null);
		this.frames.attach(trace?.journal ?? null);
		this.swap.attach(trace?.journal ?? null);
		this.shmem.attach(trace?.journal ?? null);
	}

	/** Says which kernel function makes the changes that follow. */
	at(kind: MicroKind): void {
		this.tracing?.begin(kind);
	}

	process(id: ProcessId): Process | undefined {
		for (let at = this.processes.length - 1; at >= 0; at--) {
			const process = this.processes[at];
			if (process?.id === id) return process;
		}
		return undefined;
	}

	/** Changes fields of a process, undoably. */
	change<K extends keyof Process>(process: Process, field: K, value: Process[K]): void {
		const before = process[field];
		if (before === value) return;
		process[field] = value;
		this.tracing?.journal.noteAct(
			{ kind: field, process, before, after: value },
			() => {
				process[field] = before;
			},
			() => {
				process[field] = value;
			},
		);
	}

	addProcess(process: Process): void {
		this.processes.push(process);
		this.tracing?.journal.noteAct(
			{ kind: "process" },
			() => this.processes.pop(),
			() => this.processes.push(process),
		);
	}

	setNextAnonVma(value: number): void {
		this.setField("nextAnonVma", value);
	}

	setNextRegion(value: number): void {
		this.setField("nextRegion", value);
	}

	setContexts(value: readonly UffdContext[]): void {
		this.setField("contexts", value);
	}

	setKsmSlots(value: readonly number[]): void {
		this.setField("ksmSlots", value);
	}

	setKsmPages(value: readonly number[]): void {
		this.setField("ksmPages", value);
	}

	setMigrations(value: readonly Migration[]): void {
		this.setField("migrations", value);
	}

	setMiscounts(value: readonly Miscount[]): void {
		this.setField("miscounts", value);
	}

	setKsmItems(value: ReadonlyMap<number, KsmItem>): void {
		this.setField("ksmItems", value);
	}

	setManagerCpu(value: number): void {
		this.setField("managerCpu", value);
	}

	private setField<K extends Field>(name: K, value: Machine[K]): void {
		const before: Machine[K] = this[name];
		const put = (content: Machine[K]) => {
			const self: { -readonly [P in K]: Machine[P] } = this;
			self[name] = content;
		};
		put(value);
		this.tracing?.journal.noteAct(
			{ kind: name },
			() => put(before),
			() => put(value),
		);
	}

	/** Notes that the process stored to a page. */
	noteStore(process: Process, vpn: number): void {
		this.enter(process.written, vpn);
		this.leave(process.dropped, vpn);
		if (process.wpSync !== WpWatch.NONE) this.change(process, "wpSync", process.wpSync.store(vpn, 1));
		if (process.wpAsync !== WpWatch.NONE) this.change(process, "wpAsync", process.wpAsync.store(vpn, 1));
	}

	/** Notes that the program itself gave the pages `start … end` up: what it wrote there is gone by its own will. */
	noteDrop(process: Process, start: number, end: number): void {
		for (const vpn of process.written.within(start, end)) {
			this.leave(process.written, vpn);
			this.enter(process.dropped, vpn);
		}
		for (const vpn of process.overtaken.within(start, end)) this.leave(process.overtaken, vpn);
		this.change(process, "wpSync", process.wpSync.drop(start, end - start));
		this.change(process, "wpAsync", process.wpAsync.drop(start, end - start));
	}

	/** Notes that the pages `start … end` now stand at `target`, with what was written to them. */
	moveStores(process: Process, start: number, end: number, target: number): void {
		for (const set of [process.written, process.dropped, process.overtaken]) {
			for (const vpn of set.within(start, end)) {
				this.leave(set, vpn);
				this.enter(set, target + (vpn - start));
			}
		}
		this.change(process, "wpSync", process.wpSync.move(start, end - start, target));
		this.change(process, "wpAsync", process.wpAsync.move(start, end - start, target));
	}

	/** Notes that a CPU holds a writable, dirty translation of the page. */
	noteTranslation(tlb: PageSet, vpn: number): void {
		this.enter(tlb, vpn);
	}

	/** Notes that it does not hold it any more. */
	dropTranslation(tlb: PageSet, vpn: number): void {
		this.leave(tlb, vpn);
	}

	private enter(set: PageSet, vpn: number): void {
		if (!set.add(vpn)) return;
		this.tracing?.journal.noteAct(
			STORE,
			() => set.delete(vpn),
			() => set.add(vpn),
		);
	}

	private leave(set: PageSet, vpn: number): void {
		if (!set.delete(vpn)) return;
		this.tracing?.journal.noteAct(
			STORE,
			() => set.add(vpn),
			() => set.delete(vpn),
		);
	}

	snapshot(): MachineSnapshot {
		return {
			tables: this.tables.snapshot(),
			frames: this.frames.snapshot(),
			swap: this.swap.snapshot(),
			shmem: this.shmem.snapshot(),
			processes: this.processes.map(copyProcess),
			nextRegion: this.nextRegion,
			nextAnonVma: this.nextAnonVma,
			contexts: this.contexts,
			ksmSlots: this.ksmSlots,
			ksmPages: this.ksmPages,
			migrations: this.migrations,
			miscounts: this.miscounts,
			ksmItems: this.ksmItems,
			managerCpu: this.managerCpu,
		};
	}

	load(snapshot: MachineSnapshot): void {
		this.tables.load(snapshot.tables);
		this.frames.load(snapshot.frames);
		this.swap.load(snapshot.swap);
		this.shmem.load(snapshot.shmem);
		this.processes = snapshot.processes.map(copyProcess);
		this.nextRegion = snapshot.nextRegion;
		this.nextAnonVma = snapshot.nextAnonVma;
		this.contexts = snapshot.contexts;
		this.ksmSlots = snapshot.ksmSlots;
		this.ksmPages = snapshot.ksmPages;
		this.migrations = snapshot.migrations;
		this.miscounts = snapshot.miscounts;
		this.ksmItems = snapshot.ksmItems;
		this.managerCpu = snapshot.managerCpu;
	}

	/** The process that owns a table. */
	owner(index: number): Process {
		return present(this.processes[index], `process ${index}`);
	}
}

/** What is changed as a whole. */
type Field = "contexts" | "ksmSlots" | "ksmPages" | "ksmItems" | "migrations" | "miscounts" | "managerCpu" | "nextAnonVma" | "nextRegion";

const STORE = { kind: "store" };

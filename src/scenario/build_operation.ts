/** What the words of a line amount to: its arguments, put together to an operation. */
import { present } from "../base/assert.ts";
import type {
	Address,
	Advice,
	Operation,
	OperationKind,
	ProcessId,
	Protection,
	Range,
	UffdFeature,
	UffdMode,
} from "../sim/include/operation.ts";

/** Arguments as they are read, one after the other. */
export interface Parts {
	address?: Address;
	length?: number;
	region?: string;
	process?: ProcessId;
	prot?: Protection;
	shared?: boolean;
	advice?: Advice;
	byte?: number;
	node?: number | "default";
	cpu?: number;
	features?: readonly UffdFeature[];
	modes?: readonly UffdMode[];
	wp?: boolean;
	check?: boolean;
	anyof?: number;
	all?: number;
	inverted?: number;
}

/** The grammar's table lists every argument that each kind takes, so they are there once the line was read. */
export function toOperation(kind: OperationKind, parts: Parts): Operation {
	switch (kind) {
		case "map":
			return {
				kind,
				region: present(parts.region, "region"),
				length: present(parts.length, "length"),
				prot: present(parts.prot, "prot"),
				shared: present(parts.shared, "shared"),
			};
		case "protect":
			return { kind, range: toRange(parts), prot: present(parts.prot, "prot") };
		case "advise":
			return { kind, range: toRange(parts), advice: present(parts.advice, "advice") };
		case "fill":
			return { kind, range: toRange(parts), byte: present(parts.byte, "byte") };
		case "remap":
			return { kind, range: toRange(parts), to: present(parts.region, "region") };
		case "fork":
			return { kind, child: present(parts.process, "process") };
		case "migrate":
		case "migrate_begin": {
			const node = present(parts.node, "node");
			return { kind, range: toRange(parts), node: node === "default" ? 0 : node };
		}
		case "uffd_open":
			return { kind, features: present(parts.features, "features") };
		case "uffd_register":
			return { kind, range: toRange(parts), modes: present(parts.modes, "modes") };
		case "uffd_copy":
			return { kind, range: toRange(parts), wp: parts.wp ?? false };
		case "scan":
			return {
				kind,
				range: toRange(parts),
				anyof: parts.anyof ?? 0,
				all: parts.all ?? 0,
				inverted: parts.inverted ?? 0,
				wp: parts.wp ?? false,
				check: parts.check ?? false,
			};
		case "cpu":
		case "prober_cpu":
			return { kind, cpu: present(parts.cpu, "cpu") };
		case "policy":
			return { kind, node: present(parts.node, "node") };
		case "exit":
		case "clear_refs":
		case "ksm_run":
		case "split_all":
			return { kind };
		case "read":
		case "write":
		case "store":
		case "unmap":
		case "migrate_finish":
		case "uffd_unregister":
		case "uffd_protect":
		case "uffd_unprotect":
		case "uffd_zeropage":
		case "uffd_wake":
		case "numa_hint":
		case "swap_out":
			return { kind, range: toRange(parts) };
	}
}

function toRange(parts: Parts): Range {
	return { ...present(parts.address, "address"), length: present(parts.length, "length") };
}

/**
 * Themes: what a walk is about. `sizes`: KiB of a region → weight. `huge`: how often a region of 2 MiB or more is advised
 * hugepage. `shared`: how often a region is a memfd. `regions`: how often a second region exists from the start. `start`: what is
 * done first. `features`/`modes`: of the userfaultfd. `blocking`: how often an access may wait for an answer. `weights`: the steps.
 */
const SMALL = { 64: 1 };
const SMALL_MORE = { 64: 3, 1024: 1 };
const LARGE = { 2048: 3, 4096: 2, 6144: 1 };
const ANY = { 64: 3, 1024: 2, 2048: 4, 4096: 2, 6144: 1 };

const ACCESS = { read: 10, write: 16, store: 2, fill: 1, clear_refs: 8 };
const TRACK = { read: 9, write: 14, clear_refs: 9 };
const WP = { uffd_protect: 12, uffd_unprotect: 8, uffd_unregister: 0.5, uffd_register: 0.7 };
const SYNC = ["wp"];
const SYNC_ANY = ["wp", "wp", "wp|wp_unpopulated"];
const ASYNC = ["wp|wp_async|wp_unpopulated"];

export const THEMES = {
	base: {
		sizes: ANY,
		huge: 0.6,
		regions: 0.25,
		weights: { ...ACCESS, protect: 9, dontneed: 8, unmap: 3.5, map: 2, hugepage: 3, nohugepage: 2.5, populate_read: 4, populate_write: 4 },
	},
	sd: { sizes: SMALL_MORE, regions: 0.2, weights: { ...TRACK, protect: 7, dontneed: 4, free: 4, unmap: 1, map: 0.7, populate_read: 1, populate_write: 1, cold: 0.7 } },
	sdfork: { sizes: SMALL_MORE, processes: 4, weights: { ...TRACK, fork: 6, exit: 1.5, protect: 4, dontneed: 3, free: 2, unmap: 1, populate_write: 1 } },
	sdswap: { sizes: SMALL, start: { write: 4, read: 1 }, weights: { ...TRACK, pageout: 9, cold: 1, protect: 5, dontneed: 3, free: 3, populate_read: 1.5, populate_write: 1, unmap: 0.7 } },
	swapfork: { sizes: SMALL, start: { write: 1 }, processes: 3, weights: { ...TRACK, pageout: 9, fork: 4, exit: 1, protect: 3, dontneed: 2, free: 3, remap: 1.5 } },
	free: { sizes: { 64: 2, 2048: 1 }, huge: 0.8, start: { write: 1 }, processes: 2, weights: { ...TRACK, free: 9, pageout: 6, fork: 1, protect: 2, dontneed: 1, cold: 1 } },
	move: { sizes: SMALL_MORE, start: { write: 3, nothing: 1 }, regions: 0.3, weights: { ...TRACK, migrate: 7, remap: 5, protect: 3, pageout: 3, unmap: 1.5, dontneed: 2 } },
	movefork: { sizes: SMALL, start: { write: 1 }, processes: 3, weights: { ...TRACK, migrate: 8, remap: 3, fork: 4, exit: 1, pageout: 2, protect: 2 } },
	ksm: { sizes: SMALL, mergeable: true, start: { fill: 3, write: 1 }, weights: { read: 8, write: 9, fill: 12, clear_refs: 7, ksm: 12, protect: 5, dontneed: 2, unmergeable: 2, mergeable: 1.5, unmap: 0.7 } },
	ksmfork: { sizes: SMALL, mergeable: true, start: { fill: 1 }, processes: 3, weights: { read: 8, write: 8, fill: 9, clear_refs: 6, ksm: 11, fork: 4, exit: 1, protect: 3, unmergeable: 1.5, pageout: 3, migrate: 2, remap: 1 } },
	ksmwp: { sizes: SMALL, mergeable: true, start: { fill: 1 }, features: SYNC, weights: { read: 6, write: 8, fill: 8, clear_refs: 5, ksm: 10, ...WP, unmergeable: 2, dontneed: 1 } },
	shm: { sizes: SMALL_MORE, shared: 1, processes: 3, weights: { ...TRACK, fork: 4, exit: 1, protect: 6, dontneed: 5, pageout: 2, unmap: 1, populate_read: 1, populate_write: 1 } },
	shmmove: { sizes: SMALL, shared: 0.7, regions: 0.6, processes: 2, weights: { ...TRACK, migrate: 5, remap: 3, pageout: 4, fork: 2, protect: 3, dontneed: 3, cold: 1 } },
	thp: { sizes: LARGE, huge: 0.95, weights: { ...TRACK, protect: 7, dontneed: 5, collapse: 4, unmap: 2, nohugepage: 1, hugepage: 1, populate_read: 1, populate_write: 1 } },
	thpfork: { sizes: LARGE, huge: 0.95, processes: 3, steps: [12, 22], weights: { ...TRACK, fork: 5, exit: 1.5, protect: 5, dontneed: 3, collapse: 2, unmap: 1, populate_write: 1 } },
	thpswap: { sizes: LARGE, huge: 0.95, start: { write: 3, nothing: 1 }, steps: [12, 24], weights: { ...TRACK, pageout: 7, cold: 1, collapse: 3, protect: 4, dontneed: 3, free: 3, unmap: 0.7 } },
	thpmove: { sizes: LARGE, huge: 0.95, start: { write: 4, read: 1 }, weights: { ...TRACK, migrate: 6, remap: 4, collapse: 3, protect: 3, dontneed: 2, unmap: 1 } },
	collapse: { sizes: LARGE, huge: 0.6, processes: 2, steps: [12, 22], weights: { ...TRACK, collapse: 10, protect: 4, dontneed: 6, pageout: 4, fork: 1.5, unmap: 1, nohugepage: 2, hugepage: 2, migrate: 1, free: 1.5 } },
	hugezero: { sizes: LARGE, huge: 1, start: { read: 4, nothing: 1 }, processes: 2, weights: { read: 10, write: 6, clear_refs: 6, protect: 5, dontneed: 4, fork: 1, collapse: 2, populate_read: 3, populate_write: 1, pageout: 1, migrate: 1, remap: 1.5, unmap: 1 } },
	wp: { sizes: SMALL_MORE, start: { write: 3, nothing: 1, read: 1 }, features: SYNC_ANY, weights: { ...TRACK, ...WP, protect: 4, dontneed: 3, free: 2, unmap: 0.7, populate_read: 1, populate_write: 0.5 } },
	wpswap: { sizes: SMALL, start: { write: 1 }, features: SYNC_ANY, weights: { ...TRACK, ...WP, pageout: 8, protect: 3, dontneed: 1.5, free: 1, uffd_unregister: 1 } },
	wpfork: { sizes: SMALL, start: { write: 3, nothing: 1 }, processes: 3, features: ["wp", "wp", "wp|fork", "wp|wp_unpopulated"], weights: { ...TRACK, ...WP, fork: 5, exit: 1, protect: 3, dontneed: 2, pageout: 2, uffd_open: 1 } },
	wpmove: { sizes: { 64: 3, 2048: 2 }, huge: 0.8, start: { write: 1 }, features: ["wp", "wp|remap", "wp|wp_unpopulated"], weights: { ...TRACK, ...WP, remap: 6, migrate: 5, protect: 3, dontneed: 1, pageout: 1.5, unmap: 1 } },
	wpthp: { sizes: LARGE, huge: 0.95, start: { write: 4, read: 1 }, features: SYNC_ANY, steps: [12, 24], weights: { ...TRACK, ...WP, protect: 4, dontneed: 2, collapse: 3, pageout: 2, migrate: 2, free: 1 } },
	wpthpfork: { sizes: { 2048: 3, 4096: 1 }, huge: 1, start: { write: 1 }, processes: 3, steps: [12, 22], features: ["wp", "wp|fork"], weights: { ...TRACK, ...WP, fork: 4, exit: 1, protect: 2, collapse: 1, migrate: 1 } },
	wpshm: { sizes: SMALL_MORE, shared: 1, features: ["wp|wp_shmem"], start: { write: 3, nothing: 1 }, processes: 2, weights: { ...TRACK, ...WP, protect: 3, dontneed: 4, pageout: 3, fork: 1.5, migrate: 2, remap: 1, unmap: 0.7 } },
	missing: { sizes: SMALL, start: { nothing: 2, write: 1 }, features: ["none", "wp"], modes: ["missing", "missing", "missing+wp"], blocking: 0.8, weights: { read: 10, write: 10, clear_refs: 5, dontneed: 7, uffd_copy: 7, uffd_zeropage: 3, uffd_protect: 3, uffd_unprotect: 2, protect: 3, uffd_wake: 0.7, pageout: 2, populate_read: 1, uffd_unregister: 0.5 } },
	missingthp: { sizes: { 2048: 1 }, huge: 1, start: { nothing: 2, write: 1 }, features: ["none", "wp"], modes: ["missing", "missing+wp"], blocking: 0.8, steps: [12, 22], weights: { read: 8, write: 8, clear_refs: 5, dontneed: 7, uffd_copy: 7, uffd_zeropage: 3, uffd_protect: 3, uffd_unprotect: 2, collapse: 2, protect: 2, uffd_unregister: 0.7 } },
	async: { sizes: SMALL_MORE, start: { write: 2, nothing: 1, read: 1 }, features: ASYNC, arming: 0.5, weights: { ...TRACK, ...WP, scan: 10, protect: 4, dontneed: 3, free: 2, pageout: 3, migrate: 1.5 } },
	asyncthp: { sizes: LARGE, huge: 0.95, start: { write: 3, read: 1, nothing: 1 }, features: ASYNC, arming: 0.5, steps: [12, 24], weights: { ...TRACK, ...WP, scan: 9, protect: 3, dontneed: 3, collapse: 2, pageout: 1.5, migrate: 1.5 } },
	asyncshm: { sizes: SMALL, shared: 0.8, regions: 0.3, features: ["wp|wp_async|wp_unpopulated|wp_shmem"], arming: 0.5, processes: 2, weights: { ...TRACK, ...WP, scan: 9, protect: 3, dontneed: 3, pageout: 2, fork: 1.5 } },
	asyncfork: { sizes: { 64: 2, 2048: 1 }, huge: 1, start: { write: 1 }, features: ["wp|wp_async|wp_unpopulated", "wp|wp_async|wp_unpopulated|fork"], arming: 0.5, processes: 3, steps: [12, 24], weights: { ...TRACK, ...WP, scan: 8, fork: 4, exit: 1, protect: 2, dontneed: 2, pageout: 2, remap: 1 } },
	scan: { sizes: { 64: 2, 2048: 2 }, huge: 0.8, shared: 0.2, regions: 0.6, arming: 0, weights: { ...TRACK, scan: 16, pageout: 3, protect: 3, dontneed: 3, migrate: 1, unmap: 1 } },
	mixed: {
		sizes: ANY,
		huge: 0.7,
		shared: 0.12,
		regions: 0.3,
		processes: 3,
		steps: [14, 26],
		features: ["wp", "wp", "wp|remap", "wp|wp_shmem", "wp|fork"],
		weights: { ...TRACK, ...WP, protect: 5, dontneed: 3, free: 2, pageout: 4, cold: 0.7, collapse: 3, migrate: 3, remap: 2, fork: 3, exit: 1, unmap: 1, map: 0.7, hugepage: 1, nohugepage: 1, populate_read: 1, populate_write: 1, mergeable: 1, fill: 2, ksm: 1.5, unmergeable: 0.5, uffd_copy: 0.5, scan: 1 },
	},
	plain: {
		sizes: ANY,
		huge: 0.7,
		shared: 0.12,
		regions: 0.3,
		processes: 3,
		steps: [14, 26],
		weights: { ...TRACK, protect: 5, dontneed: 4, free: 3, pageout: 5, cold: 0.7, collapse: 3, migrate: 3, remap: 3, fork: 4, exit: 1, unmap: 2, map: 1, hugepage: 1, nohugepage: 1, populate_read: 1.5, populate_write: 1.5, mergeable: 1, fill: 3, ksm: 1.5, unmergeable: 0.5 },
	},
};

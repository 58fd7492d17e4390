/**
 * Zipf's law by rejection-inversion (W. Hörmann, G. Derflinger, "Rejection-inversion to generate variates from monotone discrete
 * distributions", ACM TOMACS 6(3), 1996): rank k of 1 … n has a probability proportional to k^-s. Exact up to rounding of doubles,
 * without tables, and less than 1.1 draws for each variate whatever n is.
 */
import type { Rng } from "./rng.ts";

export class Zipf {
	private readonly n: number;
	private readonly exponent: number;
	private readonly hFirst: number;
	private readonly hLast: number;
	private readonly shift: number;

	/** `n` ranks, `exponent` above 0. */
	constructor(n: number, exponent: number) {
		this.n = n;
		this.exponent = exponent;
		this.hFirst = this.integral(1.5) - 1;
		this.hLast = this.integral(n + 0.5);
		this.shift = 2 - this.inverse(this.integral(2.5) - this.density(2));
	}

	/** A rank of 1 … n. */
	draw(rng: Rng): number {
		for (;;) {
			const u = this.hLast + rng.unit() * (this.hFirst - this.hLast);
			const x = this.inverse(u);
			const k = Math.min(this.n, Math.max(1, Math.floor(x + 0.5)));
			if (k - x <= this.shift || u >= this.integral(k + 0.5) - this.density(k)) return k;
		}
	}

	private density(x: number): number {
		return Math.exp(-this.exponent * Math.log(x));
	}

	/** The integral of the density, up to a constant: (x^(1-s) - 1) / (1 - s), or ln x where s is 1. */
	private integral(x: number): number {
		const log = Math.log(x);
		return expm1OverX((1 - this.exponent) * log) * log;
	}

	private inverse(y: number): number {
		const t = Math.max(-1, y * (1 - this.exponent));
		return Math.exp(log1pOverX(t) * y);
	}
}

/** ln(1+x)/x, also near 0. */
function log1pOverX(x: number): number {
	return Math.abs(x) > 1e-8 ? Math.log1p(x) / x : 1 - x / 2 + (x * x) / 3;
}

/** (e^x - 1)/x, also near 0. */
function expm1OverX(x: number): number {
	return Math.abs(x) > 1e-8 ? Math.expm1(x) / x : 1 + x / 2 + (x * x) / 6;
}

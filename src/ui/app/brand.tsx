/** The mark of Pagewalk: a walk down the levels to one page. */
export function Brand() {
	return (
		<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
			<rect x="1" y="1" width="18" height="18" rx="4" fill="none" stroke="currentColor" strokeWidth="1.6" />
			<path d="M5 6h4v3h4v3h3" fill="none" stroke="var(--sd)" strokeWidth="2" />
			<rect x="13.5" y="10.5" width="4" height="4" rx="1" fill="var(--sd)" />
		</svg>
	);
}

/** Whether the page was asked to show the picture alone. Apart from what that takes, which is fetched only then. */
export function isEmbedded(search: string): boolean {
	return new URLSearchParams(search).has("embed");
}

/** Hands a file to the person, as a download. */
export function saveFile(name: string, content: Blob): void {
	const url = URL.createObjectURL(content);
	const link = document.createElement("a");
	link.href = url;
	link.download = name;
	link.click();
	// The browser has its own hold on the content once the click is done.
	setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

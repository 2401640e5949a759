/** Hands a file to the browser to save, where the trader's browser saves what it downloads. */

/** How long the browser may take to read the file after it was handed over. */
const keepMs = 60_000;

export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keepMs);
}

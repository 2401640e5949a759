/**
 * Copying gives exact values: every amount in the selection is replaced by its full digits.
 *
 * An amount carries its exact value in `data-exact`; cells of a table come out separated by tabs, rows by lines.
 */
export function copyExactAmounts(event: ClipboardEvent): void {
  const selection = document.getSelection();
  if (selection === null || selection.rangeCount === 0 || event.clipboardData === null) return;
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
  const range = selection.getRangeAt(0);
  const text = exactText(range);
  if (text === null) return;
  event.clipboardData.setData('text/plain', text);
  event.preventDefault();
}

/** The selection with exact amounts; null where it holds none and the browser's own copy is right. */
function exactText(range: Range): string | null {
  const at = range.commonAncestorContainer;
  const inside = (at instanceof Element ? at : at.parentElement)?.closest('[data-exact]');
  if (inside) return inside.getAttribute('data-exact');
  const copy = range.cloneContents();
  const amounts = copy.querySelectorAll('[data-exact]');
  if (amounts.length === 0) return null;
  for (const amount of amounts) amount.textContent = amount.getAttribute('data-exact');
  for (const cell of copy.querySelectorAll('td, th')) cell.append('\t');
  for (const line of copy.querySelectorAll('tr, li, p, div')) line.append('\n');
  return (copy.textContent ?? '')
    .replace(/\t\n/g, '\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

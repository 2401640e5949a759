/** What a trader does without a pointer: Tab to a thing, Enter or Space on it, and typing. Nothing is clicked or filled in. */
import type { Locator, Page } from 'playwright-core';

const describeFocus = `(() => {
  const one = document.activeElement;
  if (one === null || one === document.body) return 'the page itself';
  const name = one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent ?? '';
  return (one.getAttribute('role') ?? one.tagName.toLowerCase()) + ' "' + name.trim().replace(/\\s+/g, ' ').slice(0, 50) + '"';
})()`;

/** What has the focus, in words. */
const focused = (page: Page): Promise<string> => page.evaluate<string>(describeFocus);

export const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluateAll((found) => found.some((one) => one === document.activeElement));

/**
 * Presses Tab until `target` has the focus; it may have it already. Throws with the path that the focus took when it is not
 * reached within `steps`, or when the focus went round without it.
 */
export async function tabTo(
  target: Locator,
  { back = false, steps = 60 }: { readonly back?: boolean; readonly steps?: number } = {},
): Promise<void> {
  const page = target.page();
  await target.first().waitFor();
  const path: string[] = [await focused(page)];
  for (let step = 0; !(await hasFocus(target)); step += 1) {
    if (step === steps) throw new Error(`${target} is not reached by Tab within ${steps} steps: ${path.join(' → ')}`);
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    path.push(await focused(page));
  }
}

/** Tabs to it and presses a key there. */
export async function press(target: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press(key);
}

/** Tabs to a field and types into it. */
export async function typeInto(field: Locator, typed: string): Promise<void> {
  await tabTo(field);
  await field.page().keyboard.insertText(typed);
}

/**
 * Notifications of accounts that begin to fail or answer again. The engine decides which are due and says each once; here they
 * are shown, and a click on one leads to its account.
 */
import { browser } from 'wxt/browser';
import type { HealthNotice } from '../engine/host';
import { openDashboard } from './page-platform';

/** Before the id of the account that a click leads to; alone where a notice is about several. */
const idPrefix = 'health:';

/** What the notification says, and the dashboard's routes. */
export interface HealthText {
  title(notice: HealthNotice): string;
  message(notice: HealthNotice): string;
  readonly routes: { readonly accounts: string; account(accountId: string): string };
}

/** Shows one. A later one about the same account takes its place. Rejects where the browser refuses it. */
export async function notifyHealth(text: HealthText, notice: HealthNotice): Promise<void> {
  const [only, ...others] = notice.accounts;
  await browser.notifications.create(`${idPrefix}${only && others.length === 0 ? only.id : ''}`, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title: text.title(notice),
    message: text.message(notice),
  });
}

/** Registers the click. Call it synchronously at the background's start. */
export function watchHealthClicks({ routes }: HealthText): void {
  browser.notifications.onClicked.addListener((id) => {
    if (!id.startsWith(idPrefix)) return;
    const accountId = id.slice(idPrefix.length);
    void openDashboard(accountId === '' ? routes.accounts : routes.account(accountId));
    void browser.notifications.clear(id);
  });
}

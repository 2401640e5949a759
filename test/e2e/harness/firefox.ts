/**
 * The Firefox build in a real Firefox ESR. It has no host mapping, so its proxy is the simulator's: a CONNECT for an
 * exchange's host leads to the simulator, any other is refused.
 *
 * `goto` on an extension's page never resolves here, so it is not awaited; the extension's id is pinned by a preference.
 */
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

const extensionId = 'fillbook@fillbook.app';
const uuid = 'f1b00c00-0000-4000-8000-000000000001';

export interface Firefox {
  readonly browser: Browser;
  dashboard(): Promise<Page>;
  popup(): Promise<Page>;
  close(): Promise<void>;
}

/** Until the page has begun to draw: what is asked of one that is on its way ends with an error of Firefox's own. */
async function untilThere(page: Page, path: string): Promise<void> {
  const isThere = (wanted: string) =>
    location.href.endsWith(wanted) && document.querySelector('h1, form, main') !== null;
  const until = Date.now() + 40_000;
  while (!(await page.evaluate(isThere, path).catch(() => false))) {
    if (Date.now() > until) throw new Error(`${path} did not draw within 40 s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts Firefox with the extension of `folder` and the simulator as its proxy. */
export async function launchFirefox(folder: string, proxyPort: number): Promise<Firefox> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.FILLBOOK_FIREFOX || '/usr/bin/firefox-esr',
    headless: true,
    acceptInsecureCerts: true,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: uuid }),
      'network.proxy.type': 1,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': proxyPort,
      'xpinstall.signatures.required': false,
      'browser.shell.checkDefaultBrowser': false,
    },
  });
  await browser.installExtension(folder);
  const open = async (path: string): Promise<Page> => {
    const page = await browser.newPage();
    void page.goto(`moz-extension://${uuid}/${path}`).catch(() => undefined);
    await untilThere(page, path);
    return page;
  };
  return {
    browser,
    dashboard: () => open('dashboard.html'),
    popup: () => open('popup.html'),
    close: () => browser.close(),
  };
}

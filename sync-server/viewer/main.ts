/**
 * The page of shared snapshots. Nothing of it runs but what its policy names by hash, and it asks for nothing before a click.
 *
 * Opened by a link it fetches the share that the fragment names. Inside the extension, as a sandboxed page without an address of its
 * own to ask, it is handed a share by its parent and shows the same: `ready` goes out, one `PreviewMessage` comes in, `height` goes out.
 */
import './viewer.css';
import { parseShareLink, type ShareLink } from '../../shared/snapshot/link';
import { type OpenedSnapshot, openSnapshot, readFrameHead } from '../../shared/snapshot/sealing';
import type { Hex } from '../../shared/vault/bytes';
import { element } from './element';
import { fetchShare } from './fetch-share';
import { snapshotView } from './render';
import { words } from './words';

/** What the extension hands over. */
interface PreviewMessage {
  readonly shareId: string;
  readonly linkKey: Uint8Array;
  readonly passphrase: string | null;
  readonly bytes: Uint8Array;
}

const main = document.querySelector('main') ?? document.body.appendChild(element('main'));

function show(...content: readonly Node[]): void {
  main.replaceChildren(...content);
  const first = main.querySelector<HTMLElement>('input') ?? main.querySelector<HTMLElement>('[tabindex="-1"]');
  first?.focus();
}

const paragraph = (text: string, attributes: Readonly<Record<string, string>> = {}) => element('p', attributes, text);
const heading = () => element('h1', { tabindex: '-1' }, words.heading);

function button(name: string, press: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button' }, name);
  made.addEventListener('click', press, { once: true });
  return made;
}

function showFailure(reason: keyof typeof words.failures, retry: (() => void) | null): void {
  const said = paragraph(words.failures[reason], { role: 'alert' });
  show(heading(), said, ...(retry === null ? [] : [button(words.retry, retry)]));
}

function showOpened(opened: OpenedSnapshot, again: (() => void) | null): void {
  if (opened.expiresAt <= Date.now()) {
    showFailure('expired', null);
    return;
  }
  const view = snapshotView(opened, Date.now());
  show(view, ...(again !== null && opened.content.live ? [button(words.again, again)] : []));
}

function askPassphrase(use: (passphrase: string) => void, wasWrong: boolean): void {
  const input = element('input', { type: 'password', id: 'passphrase', autocomplete: 'off', required: '' });
  const form = element(
    'form',
    {},
    element('label', { for: 'passphrase' }, words.passphrase),
    input,
    element('button', { type: 'submit' }, words.open),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (input.value !== '') use(input.value);
  });
  const wrong = wasWrong ? [paragraph(words.wrongPassphrase, { role: 'alert' })] : [];
  show(heading(), paragraph(words.passphraseIntro), ...wrong, form);
}

async function openLinked(link: ShareLink): Promise<void> {
  const again = () => void openLinked(link);
  show(heading(), paragraph(words.opening, { role: 'status' }));
  const fetched = await fetchShare(link.shareId);
  if (!fetched.ok) return showFailure(fetched.error.reason, fetched.error.reason === 'unreached' ? again : null);
  const head = readFrameHead(fetched.value);
  if (!head.ok) return showFailure('damaged', again);
  const open = async (passphrase: string | null): Promise<void> => {
    show(heading(), paragraph(words.opening, { role: 'status' }));
    const opened = await openSnapshot({ ...link, passphrase }, fetched.value);
    if (opened.ok) return showOpened(opened.value, again);
    const { reason } = opened.error;
    if (passphrase !== null && reason === 'does-not-open') return askPassphrase((next) => void open(next), true);
    if (reason === 'passphrase-needed' || reason === 'kdf-out-of-bounds') return showFailure('damaged', null);
    return showFailure(reason, null);
  };
  if (head.value.needsPassphrase) return askPassphrase((passphrase) => void open(passphrase), false);
  return open(null);
}

function start(): void {
  const link = parseShareLink(location.hash);
  if (!link.ok) {
    showFailure('link-invalid', null);
    return;
  }
  show(
    heading(),
    paragraph(words.intro),
    button(words.open, () => void openLinked(link.value)),
  );
}

const isPreview = (data: unknown): data is PreviewMessage =>
  typeof data === 'object' &&
  data !== null &&
  'shareId' in data &&
  'linkKey' in data &&
  'bytes' in data &&
  'passphrase' in data &&
  typeof data.shareId === 'string' &&
  data.linkKey instanceof Uint8Array &&
  data.bytes instanceof Uint8Array &&
  (data.passphrase === null || typeof data.passphrase === 'string');

function tellParent(kind: 'ready' | 'height'): void {
  // no secret and no figure; the frame has no origin to be named, and need not know its parent's
  window.parent.postMessage({ viewer: kind, height: document.documentElement.scrollHeight }, '*');
}

async function showPreview({ shareId, linkKey, passphrase, bytes }: PreviewMessage): Promise<void> {
  // the brand: another text opens nothing, as the id is bound to the bytes
  const opened = await openSnapshot({ shareId: shareId as Hex, linkKey, passphrase }, bytes);
  if (opened.ok) main.replaceChildren(snapshotView(opened.value, Date.now()));
  else showFailure('preview', null);
  tellParent('height');
}

if (window.parent === window) {
  start();
  window.addEventListener('hashchange', start);
} else {
  window.addEventListener('message', (event) => {
    if (event.source === window.parent && isPreview(event.data)) void showPreview(event.data);
  });
  window.addEventListener('resize', () => tellParent('height'));
  tellParent('ready');
}

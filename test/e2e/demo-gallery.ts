/** The demo's pictures of every screen and state in both themes, from the gallery, and the sheet on which all pictures stand. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium } from 'playwright-core';
import { forms, shotOfForm } from '../ui/form-shots';
import { openGallery } from '../ui/gallery';
import { openShot, settle } from '../ui/page-checks';
import { type Shot, screens, shots, sizeOf } from '../ui/shots';

const build = fileURLToPath(new URL('../../.output/demo-gallery', import.meta.url));
const themes = ['light', 'dark'] as const;
/** Every screen and state, and what is done on some of them. */
const pictured: readonly Shot[] = [...shots, ...forms.filter(({ act }) => act !== undefined).map(shotOfForm)];
/** Tabs at work at a time: a page mostly waits for its frames. */
const tabs = 3;

const fileOf = (shot: Shot, theme: (typeof themes)[number]): string => `${shot.screen}-${shot.look}-${theme}.png`;

async function shoot(context: BrowserContext, gallery: string, shot: Shot, folder: string): Promise<void> {
  const page = await context.newPage();
  await page.setViewportSize(sizeOf(shot));
  await page.emulateMedia({ colorScheme: 'light' });
  await openShot(page, gallery + shot.url, shot.act);
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    await settle(page);
    await page.screenshot({ path: join(folder, fileOf(shot, theme)), fullPage: true });
  }
  await page.close();
}

/** Takes every screen and state of the gallery into `folder`, which it makes. Gives how many pictures that were. */
export async function shootGallery(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const gallery = await openGallery(build);
  const browser = await chromium.launch({
    executablePath: process.env.FILLBOOK_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  try {
    const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB' });
    const waiting = [...pictured];
    const work = async (): Promise<void> => {
      for (let shot = waiting.shift(); shot !== undefined; shot = waiting.shift())
        await shoot(context, gallery.url, shot, folder);
    };
    await Promise.all(Array.from({ length: tabs }, work));
    return pictured.length * themes.length;
  } finally {
    await browser.close();
    await gallery.close();
  }
}

/** One line a screen: its name and what it was taken in. */
export const pictureList = (): readonly string[] =>
  Object.keys(screens).map((name) => {
    const looks = pictured.filter(({ screen }) => screen === name).map(({ look }) => look);
    return `${name}: ${looks.join(', ')}`;
  });

const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);

const figure = (path: string, name: string): string =>
  `<figure><a href="${escaped(path)}"><img loading="lazy" src="${escaped(path)}" alt=""></a><figcaption>${escaped(name)}</figcaption></figure>`;

/** Light beside dark, a row for each look of a screen; a state that cannot occur says why. */
function screenSection(name: keyof typeof screens, folder: string): string {
  const looks = pictured.filter(({ screen }) => screen === name);
  const rows = looks.map((shot) =>
    themes.map((theme) => figure(`${folder}/${fileOf(shot, theme)}`, `${shot.look}, ${theme}`)).join(''),
  );
  const never = Object.entries(screens[name].states).flatMap(([state, look]) =>
    typeof look === 'object' && 'never' in look ? [`<p>No ${escaped(state)} state: ${escaped(look.never)}.</p>`] : [],
  );
  return `<section><h2>${escaped(name)}</h2>${never.join('')}<div>${rows.join('</div><div>')}</div></section>`;
}

const style = `body{font:14px system-ui;margin:24px;background:#eee;color:#111}section>div{display:flex;gap:12px;align-items:start}
figure{margin:0 0 16px;width:min(48vw,560px)}img{width:100%;max-height:420px;object-fit:contain;object-position:top left;border:1px solid #bbb}`;

/** Writes index.html into `folder`: the pictures of the run, which lie in it, then those of the gallery in its folder `states`. */
export async function writeContactSheet(folder: string, states: string): Promise<void> {
  const run = (await readdir(folder)).filter((name) => name.endsWith('.png')).sort();
  const names = [...new Set(pictured.map(({ screen }) => screen))];
  const html = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Fillbook: every screen</title><style>${style}</style>
<h1>Fillbook: every screen and state</h1>
<section><h2>A desk of seven accounts</h2><div style="flex-wrap:wrap">${run.map((name) => figure(name, name)).join('')}</div></section>
${names.map((name) => screenSection(name, states)).join('\n')}
</html>\n`;
  await writeFile(join(folder, 'index.html'), html);
}

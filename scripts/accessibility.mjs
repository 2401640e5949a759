/** Every screen, form and dialog in every look, in full, in Chromium. */
import { checkNode, findChromium, helpOr, installPackages, run } from './setup.mjs';

helpOr(`npm run accessibility

Looks at every screen in every state, and at every form and dialog, in light and dark: all of axe's rules, targets, headings,
visible focus, and no sideways scroll at any width. npm test looks at the five states of each screen, and at each form and
dialog, once: partial and failed states in dark, all else in light. Exit status 0 when nothing is found.`);
checkNode();
installPackages();
const chromium = await findChromium();
if (!chromium) {
  console.error('npm run accessibility: no Chromium could be found or installed; FILLBOOK_CHROMIUM may name one');
  process.exit(1);
}
const env = { ...process.env, FILLBOOK_CHROMIUM: chromium, FILLBOOK_EVERY_LOOK: '1' };
const file = 'test/e2e/accessibility.test.ts';
process.exit(run('npx', ['vitest', 'run', '--project', 'e2e', file, '--reporter=verbose'], { env }));

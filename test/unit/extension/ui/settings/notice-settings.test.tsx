/** Over sample data nothing is notified and the badge is left alone: the controls say so, and take no choice. */
import { expect, test } from 'vitest';
import { newSettings } from '../../../../../extension/store/documents';
import { type Platform, PlatformProvider } from '../../../../../extension/ui/platform';
import { NoticeSettings } from '../../../../../extension/ui/settings/NoticeSettings';
import { staticMarkup, wordsOf } from '../static-markup';

const drawn = (showsSample: boolean) =>
  staticMarkup(
    <PlatformProvider platform={{ showsSample } as Platform /* nothing else is asked */} surface="dashboard">
      <NoticeSettings stored={newSettings} />
    </PlatformProvider>,
    '/settings',
  );

const controlsOf = (html: string) => html.match(/<(input|select)[^>]*>/g) ?? [];

test('over sample data all four controls are off and say why', () => {
  const html = drawn(true);
  const controls = controlsOf(html);
  expect(controls).toHaveLength(4);
  for (const control of controls) expect(control).toContain('disabled');
  expect(wordsOf(html).split('Sample data notifies nothing')).toHaveLength(5); // beside each of the four
});

test("over the trader's own data each of them can be chosen", () => {
  const html = drawn(false);
  for (const control of controlsOf(html)) expect(control).not.toContain('disabled');
  expect(wordsOf(html)).not.toContain('Sample data');
});

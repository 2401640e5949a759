/** The parts of a screen that are drawn one after another. */
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { InTurn } from '../../../../../extension/ui/components/InTurn';

test('a screen that becomes text has all its parts in their order, and nothing in the place of one that it lacks', () => {
  const markup = renderToStaticMarkup(
    <InTurn>
      <p>total</p>
      {null}
      <p>accounts</p>
      {[<p key="a">first</p>, <p key="b">second</p>]}
    </InTurn>,
  );
  expect(markup).toBe('<p>total</p><p>accounts</p><p>first</p><p>second</p>');
});

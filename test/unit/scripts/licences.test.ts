/** The licences that a build lists, from the packages that are installed here. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { licencesText, packageFolderOf } from '../../../scripts/licences';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const react = at('node_modules/react/index.js');

test.each([
  [react, at('node_modules/react')],
  [`\0${react}?commonjs-module`, at('node_modules/react')],
  [at('node_modules/@mantine/core/esm/index.mjs'), at('node_modules/@mantine/core')],
  [at('extension/ui/root.tsx'), null],
  ['\0vite/preload-helper.js', null],
])('the package of %s', (module, folder) => {
  expect(packageFolderOf(module)).toBe(folder);
});

test('each package that ships is listed once, with its version, its licence and the text of it', () => {
  const text = licencesText(
    [
      react,
      at('node_modules/react/jsx-runtime.js'),
      at('node_modules/dexie/dist/dexie.js'),
      at('extension/ui/root.tsx'),
    ],
    'The licence of Fillbook.',
  );
  expect(text.startsWith('\ufeffFillbook\n\nThe licence of Fillbook.')).toBe(true);
  expect(text.match(/^react \d+\.\d+\.\d+\nLicence: MIT$/gm)).toHaveLength(1);
  expect(text.match(/^dexie \d+\.\d+\.\d+\nLicence: Apache-2\.0$/gm)).toHaveLength(1);
  expect(text).toContain('Permission is hereby granted, free of charge');
  expect(text).toContain('Apache License');
  expect(text.indexOf('dexie ')).toBeLessThan(text.indexOf('react '));
});

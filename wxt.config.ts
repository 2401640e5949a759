import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'wxt';
import { licencesText, noteModules } from './scripts/licences';
import { buildViewer } from './scripts/viewer.mjs';
import { exchangeIds, exchangeInfos } from './shared/exchanges/ids';

const emptyModule = fileURLToPath(new URL('./extension/exchanges/empty-module.ts', import.meta.url));
const noChainSigners = fileURLToPath(new URL('./extension/exchanges/no-chain-signers.ts', import.meta.url));

const exchangeOrigins = exchangeIds.flatMap((id) => exchangeInfos[id].hosts.map((host) => `https://${host}/*`));

/** A sync server that the trader names: any over TLS, and one on this machine. Asked for as that one host, when it is connected. */
const syncOrigins = ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*'];
/** The same in the page's policy, which knows ports. */
const syncSources = 'https: http://localhost:* http://127.0.0.1:*';

const shipped = noteModules();

/** The page that others open a shared snapshot with: here it shows them before they are sent. The same bytes as the server's. */
let built: ReturnType<typeof buildViewer> | null = null;
const viewer = () => {
  built ??= buildViewer([shipped.plugin()]);
  return built;
};

/** Nothing but that page's own script and style, in an origin of its own: no address can be asked for, and no browser API is there. */
const sandboxPolicy = async (): Promise<string> => {
  const { script, style } = await viewer();
  return [
    'sandbox allow-scripts',
    "default-src 'none'",
    `script-src ${script} 'wasm-unsafe-eval'`, // Argon2id is WebAssembly
    `style-src ${style}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
};

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  outDir: '.output',
  imports: false,
  manifestVersion: 3,
  hooks: {
    'build:done': async ({ config }) => {
      if (config.browser !== 'firefox') writeFileSync(join(config.outDir, 'viewer.html'), (await viewer()).html);
      const own = readFileSync(join(config.root, 'LICENSE'), 'utf8');
      writeFileSync(join(config.outDir, 'licences.txt'), licencesText(shipped.modules, own));
    },
  },
  manifest: async ({ browser }) => ({
    name: 'Fillbook',
    description: 'The truth about your exchange accounts: balances, fills and PnL, encrypted on your own device.',
    // Each permission with its reason. Hosts are optional: asked for one by one when an account is added.
    permissions: [
      'storage', // the session's key and summary, and the second copy of the vault header
      'unlimitedStorage', // a million fills must not be evicted
      'alarms', // refreshes that are due while no page is open
      'notifications', // an account that begins to fail; fills that an exchange is about to drop, also while the vault is locked
      'idle', // auto-lock by input on the computer, whether or not a page is open
      ...(browser === 'firefox' ? [] : ['offscreen']), // holds the engine while work runs without a page
    ],
    optional_host_permissions: [...exchangeOrigins, ...syncOrigins],
    incognito: 'not_allowed',
    content_security_policy: {
      extension_pages: [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'", // Argon2id is WebAssembly
        "worker-src 'self'",
        "style-src 'self' 'unsafe-inline'", // Mantine sets CSS variables through style elements
        "img-src 'self' data:",
        "font-src 'self'",
        // Wide for the sync server alone: what goes to exchanges is held to its table of reads by the egress (direct-egress.ts)
        `connect-src 'self' ${syncSources}`,
        "base-uri 'none'",
        "form-action 'none'",
        "frame-src 'self'", // the preview of a shared snapshot, which is a sandboxed page
        "frame-ancestors 'none'",
      ].join('; '),
      ...(browser === 'firefox' ? {} : { sandbox: await sandboxPolicy() }),
    },
    // Firefox has no sandboxed pages
    ...(browser === 'firefox' ? {} : { sandbox: { pages: ['viewer.html'] } }),
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'fillbook@fillbook.app',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : { minimum_chrome_version: '124' }),
  }),
  vite: () => ({
    plugins: [react(), shipped.plugin()],
    resolve: {
      alias: [
        // Optional Node parts of ccxt, behind its own checks for Node; without this they are bundled (1 MB).
        { find: /^(node:.*|undici|crypto)$/, replacement: emptyModule },
        { find: /^\.\.\/protobuf\/mexc\/compiled\.cjs$/, replacement: emptyModule },
        {
          find: /^(@scure\/starknet|\.\.\/static_dependencies\/zklink\/zklink-sdk-web\.js)$/,
          replacement: noChainSigners,
        },
        { find: /^\.\.\/static_dependencies\/dydx-v4-client\/(registry|cosmos\/.+)\.js$/, replacement: emptyModule },
      ],
    },
    worker: { format: 'es', plugins: () => [shipped.plugin()] },
    build: { target: 'es2022' },
  }),
});

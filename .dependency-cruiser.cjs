/**
 * Who may import whom. A folder may import itself, `shared/result`, `shared/reasons`, `shared/utc-day` and what stands in its row.
 * docs/architecture.md says the same in prose: change both together.
 */
const always = ['^shared/(result|reasons|utc-day)\\.ts$', '^node_modules/', '^(node:|[a-z]+$)'];

/** @type {[string, string[]][]} the folder, and what it may import beside itself */
const rows = [
  ['shared/money', []],
  ['shared/vault', []],
  ['shared/ledger', ['shared/money']],
  ['shared/metrics', ['shared/ledger', 'shared/money']],
  ['shared/report', ['shared/ledger', 'shared/money', 'shared/metrics']],
  ['shared/exchanges', ['shared/ledger', 'shared/money']],
  ['shared/sync', ['shared/vault/(envelope|bytes)']],
  ['shared/snapshot', ['shared/money', 'shared/vault/(bytes|kdf|padding|subkeys)', 'shared/sync/limits']],
  ['sync-server/viewer', ['shared/snapshot', 'shared/money', 'shared/vault/bytes']],
  ['sync-server(?!/viewer)', ['shared/sync', 'shared/exchanges', 'shared/vault/(envelope|bytes)']],
  ['extension/store', ['shared']],
  ['extension/exchanges', ['shared']],
  ['extension/engine', ['extension/store', 'extension/exchanges', 'shared']],
  ['extension/platform', ['shared', 'extension/engine/(host|api|client|wire)']],
  ['extension/ui', ['extension/engine/(api|client|host)', 'extension/platform', 'shared']],
  ['extension/entrypoints', ['extension']],
];

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'nothing-imports-test', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
    {
      name: 'exchanges-stay-apart',
      severity: 'error',
      from: { path: '^(shared|extension)/exchanges/([^/]+)/' },
      to: { path: '^(shared|extension)/exchanges/([^/]+)/', pathNot: '^(shared|extension)/exchanges/$2/' },
    },
    {
      name: 'shared-is-pure',
      severity: 'error',
      from: { path: '^shared/', pathNot: '^shared/report/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'browser-only-in-platform',
      severity: 'error',
      from: { path: '^(extension|shared)/', pathNot: '^extension/platform/' },
      to: { path: 'node_modules/wxt/dist/browser' },
    },
    {
      name: 'database-only-in-store',
      severity: 'error',
      from: { path: '^(extension|shared)/', pathNot: '^extension/store/' },
      to: { path: 'node_modules/dexie' },
    },
    ...rows.map(([folder, allowed]) => ({
      name: `imports-of-${folder.replace(/[^a-z]+/g, '-')}`,
      severity: 'error',
      from: { path: `^${folder}/` },
      to: {
        path: '^(shared|extension|sync-server|test)/',
        pathNot: [`^${folder}/`, ...always, ...allowed.map((path) => `^${path}`)],
      },
    })),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.output|\\.wxt)/' },
  },
};

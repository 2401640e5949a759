/** What is said of sample data. */
export const sample = {
  /** Stands first on every screen, in titles and in copied texts. */
  demo: 'DEMO',
  bar: 'sample data, nothing here is yours',
  barLabel: 'Sample data',
  leave: 'Leave',
  tryIt: 'Try with sample data',
  title: (screen: string) => `DEMO · ${screen}`,
  /** The first line of a text that is copied. */
  copied: 'DEMO · sample data: no account of anybody',
  settingsTitle: 'Sample data',
  settingsHint:
    'Seven made-up accounts in every state, beside your own data and apart from it. Leaving them leaves nothing behind.',
  noVault:
    'Sample data has no passphrase, no recovery words and no backup: it is gone when you leave it or close the browser. Your own vault stays as it was.',
  leaveLong: 'Leave sample data',
  noKeysTitle: 'Sample data takes no keys',
  noKeys: 'These accounts are made up, and no exchange is asked. Leave the sample data to add an account of your own.',
} as const;

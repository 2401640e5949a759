/** What the command palette says. */
export const palette = {
  open: 'Commands',
  openTitle: 'Commands, Ctrl+K or ⌘K',
  search: 'Type a screen, an account or an action',
  list: 'Commands',
  none: 'Nothing is called that.',
  groups: { screens: 'Screens', actions: 'Actions', accounts: 'Accounts', doctors: 'Doctor' },
  issues: 'Issues',
  screenWords: 'go to open screen',
  issueWords: 'go to problems failures what is wrong',
  refreshWords: 'update reload fetch',
  privacyWords: 'privacy mask hide show amounts',
  themeWords: 'theme colours light dark',
  lockWords: 'vault close',
  addWords: 'new account key',
  doctorOf: (account: string) => `Doctor of ${account}`,
  doctorWords: 'diagnose examine why test',
} as const;

/** What is said of the way that an account's requests take: straight, or through the sync server's address. */
export const relay = {
  title: 'Way to the exchange',
  choice: 'Requests go',
  direct: 'Straight from this computer',
  directHint: (exchange: string) => `${exchange} sees the address of your connection.`,
  relay: 'Through the sync server',
  relayHint: (exchange: string) =>
    `${exchange} sees the server’s own address, which does not change with where you are.`,
  none: 'A key that the exchange binds to one address can be called through a sync server that has a fixed one. None is connected.',
  connect: 'Open Sync',
  onlyReads:
    'Only for a key that can do nothing but read. Whoever runs the server could see the key’s id and the replies that pass, Bitget’s passphrase among them, and could turn a request of a key that trades into an order.',
  known: 'The exchange says that this key can only read.',
  confirm: 'I have checked at the exchange that this key can only read: no trading, no transfers, no withdrawals.',
  confirmFirst: 'Confirm this before anything is sent through the server.',
  powers: 'This key can trade or move funds. Make a read-only key at the exchange and enter it here first.',
  addresses: 'Addresses of the server for the key’s whitelist',
  address: (address: string) => `Copy ${address}`,
  noAddresses: 'The server does not say which address it calls from. Ask whoever runs it.',
  seen: (address: string) => `Seen from outside, it calls from ${address}.`,
  save: 'Use this way',
  saved: 'Saved. The account is read anew.',
} as const;

/** What the command palette offers, where it leads, and what typing leaves of it. */
import { describe, expect, test } from 'vitest';
import { type CommandState, commandsOf, matching } from '../../../../../extension/ui/palette/palette-commands';
import { screens } from '../../../../../extension/ui/shell/screens';

const account = (id: string, label: string, frozen: 'closed' | null = null) => ({
  id,
  exchangeName: 'Binance',
  label,
  frozen,
});
const usual: CommandState = {
  accounts: [account('a1', 'main'), account('b2', 'old bot', 'closed')],
  scope: null,
  hidden: false,
  isDark: false,
  showsSample: false,
};

function offered(change: Partial<CommandState> = {}) {
  const did: string[] = [];
  const commands = commandsOf(
    { ...usual, ...change },
    {
      open: (route) => void did.push(route),
      refresh: () => void did.push('refresh'),
      lock: () => void did.push('lock'),
      togglePrivacy: () => void did.push('privacy'),
      toggleTheme: () => void did.push('theme'),
    },
  );
  const run = (label: string) => {
    const command = commands.find((one) => one.label === label);
    if (!command) throw new Error(`no command ${label}`);
    command.run();
    return did.at(-1);
  };
  return { commands, labels: commands.map(({ label }) => label), run };
}

describe('it offers', () => {
  test('every screen of the rail, and leads there with the account that figures are shown for', () => {
    const { labels, run } = offered({ scope: 'a1' });
    for (const { name } of screens) expect(labels).toContain(name);
    expect(run('Balances')).toBe('/balances?account=a1');
    expect(run('Accounts')).toBe('/accounts');
    expect(run('Issues')).toBe('/?show=issues');
  });

  test('every account by its opaque id, and the doctor of each that can be asked', () => {
    const { labels, run } = offered();
    expect(run('Binance · main')).toBe('/accounts/a1');
    expect(run('Binance · old bot')).toBe('/accounts/b2');
    expect(run('Doctor of Binance · main')).toBe('/accounts/a1/doctor');
    expect(labels).not.toContain('Doctor of Binance · old bot');
  });

  test('what the top bar does, in the words of what it would do now', () => {
    const { run } = offered();
    expect(run('Refresh')).toBe('refresh');
    expect(run('Hide amounts')).toBe('privacy');
    expect(run('Dark colours')).toBe('theme');
    expect(run('Add exchange')).toBe('/accounts/new');
    expect(run('Lock')).toBe('lock');
    expect(offered({ hidden: true, isDark: true }).labels).toEqual(
      expect.arrayContaining(['Show amounts', 'Light colours']),
    );
  });

  test('no lock over sample data, which lies behind none', () => {
    expect(offered({ showsSample: true }).labels).not.toContain('Lock');
  });
});

describe('typing', () => {
  const found = (search: string) => matching(offered().commands, search).map(({ label }) => label);

  test('finds by every word in any order and case', () => {
    expect(found('MAIN doc')).toEqual(['Doctor of Binance · main']);
    expect(found('binance main')).toEqual(['Binance · main', 'Doctor of Binance · main']);
  });

  test('finds by other words, too, and puts what is called so first', () => {
    expect(found('reload')).toEqual(['Refresh']);
    expect(found('open')[0]).toBe('Overview');
    expect(found('light')).toEqual(['Dark colours']);
    expect(found('account').slice(0, 2)).toEqual(['Accounts', 'Add exchange']);
  });

  test('leaves nothing where nothing is called that, and at most 60 of many', () => {
    expect(found('zzz')).toEqual([]);
    const many = Array.from({ length: 200 }, (_, n) => account(`id${n}`, `sub ${n}`));
    const { commands } = offered({ accounts: many });
    expect(matching(commands, '')).toHaveLength(60);
    expect(matching(commands, 'doctor sub 199').map(({ label }) => label)).toEqual(['Doctor of Binance · sub 199']);
  });
});

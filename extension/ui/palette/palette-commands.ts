/** What the command palette offers, and which of it a search leaves. */
import type { AccountView } from '../../engine/api/account-view';
import { routes, withScope } from '../routes';
import { screens } from '../shell/screens';
import { text } from '../text';

export type CommandGroup = keyof typeof text.palette.groups;

export interface Command {
  readonly id: string;
  readonly group: CommandGroup;
  readonly label: string;
  /** Other words by which it is found. */
  readonly words: string;
  readonly run: () => void;
}

export interface CommandDeeds {
  readonly open: (route: string) => void;
  readonly refresh: () => void;
  readonly lock: () => void;
  readonly togglePrivacy: () => void;
  readonly toggleTheme: () => void;
}

export interface CommandState {
  readonly accounts: readonly Pick<AccountView, 'id' | 'exchangeName' | 'label' | 'frozen'>[];
  readonly scope: string | null;
  readonly hidden: boolean;
  readonly isDark: boolean;
  /** Sample data lies behind no lock. */
  readonly showsSample: boolean;
}

/** Every command, in the order in which it is shown: screens, actions, accounts, and the doctor of each that can be asked. */
export function commandsOf(state: CommandState, deeds: CommandDeeds): readonly Command[] {
  return [...screenCommands(state, deeds), ...actionCommands(state, deeds), ...accountCommands(state, deeds)];
}

function screenCommands({ scope }: CommandState, { open }: CommandDeeds): readonly Command[] {
  const say = text.palette;
  return [
    ...screens.map(
      ({ route, name, scoped }): Command => ({
        id: `screen ${route}`,
        group: 'screens',
        label: name,
        words: say.screenWords,
        run: () => open(scoped ? withScope(route, scope) : route),
      }),
    ),
    { id: 'issues', group: 'screens', label: say.issues, words: say.issueWords, run: () => open(routes.issues) },
  ];
}

function actionCommands(state: CommandState, deeds: CommandDeeds): readonly Command[] {
  const { common, palette } = text;
  const action = (id: string, label: string, words: string, run: () => void): Command => ({
    id,
    group: 'actions',
    label,
    words,
    run,
  });
  const privacy = state.hidden ? common.showAmounts : common.hideAmounts;
  const theme = state.isDark ? common.themeToLight : common.themeToDark;
  return [
    action('refresh', common.refresh, palette.refreshWords, deeds.refresh),
    action('add', common.addAccount, palette.addWords, () => deeds.open(routes.addAccount)),
    action('privacy', privacy, palette.privacyWords, deeds.togglePrivacy),
    action('theme', theme, palette.themeWords, deeds.toggleTheme),
    ...(state.showsSample ? [] : [action('lock', common.lock, palette.lockWords, deeds.lock)]),
  ];
}

function accountCommands({ accounts }: CommandState, { open }: CommandDeeds): readonly Command[] {
  const { doctorOf, doctorWords } = text.palette;
  const named = accounts.map((account) => ({ ...account, name: `${account.exchangeName} · ${account.label}` }));
  return [
    ...named.map(
      ({ id, name }): Command => ({
        id: `account ${id}`,
        group: 'accounts',
        label: name,
        words: text.common.accounts,
        run: () => open(routes.account(id)),
      }),
    ),
    ...named
      .filter(({ frozen }) => frozen === null) // what is asked for nothing has nothing to examine
      .map(
        ({ id, name }): Command => ({
          id: `doctor ${id}`,
          group: 'doctors',
          label: doctorOf(name),
          words: doctorWords,
          run: () => open(routes.doctor(id)),
        }),
      ),
  ];
}

const shownAtMost = 60;

/** The groups in the order in which they stand. */
export const commandGroups: readonly CommandGroup[] = ['screens', 'actions', 'accounts', 'doctors'];

/**
 * The commands that have every typed word, by group; in each those whose name has them first.
 *
 * At most 60, so that a palette over hundreds of accounts opens at once: the rest is found by typing.
 */
export function matching(commands: readonly Command[], search: string): readonly Command[] {
  const typed = search.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (haystack: string) => typed.every((word) => haystack.toLowerCase().includes(word));
  return commandGroups
    .flatMap((group) => {
      const found = commands.filter((one) => one.group === group && has(`${one.label} ${one.words}`));
      return [...found.filter(({ label }) => has(label)), ...found.filter(({ label }) => !has(label))];
    })
    .slice(0, shownAtMost);
}

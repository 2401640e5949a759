/**
 * The one catalogue of everything a trader reads in the extension.
 *
 * A section per screen, each in a file of its own under `text/`; sentences with parameters are functions.
 * Sentences of failures stand in `shared/reasons`, since the server and tests need them too.
 */
import { accounts } from './text/accounts';
import { balances } from './text/balances';
import { backup } from './text/backup';
import { common } from './text/common';
import { coverage } from './text/coverage';
import { doctor } from './text/doctor';
import { onboarding } from './text/onboarding';
import { overview } from './text/overview';
import { popup } from './text/popup';
import { sample } from './text/sample';
import { settings } from './text/settings';
import { trades } from './text/trades';
import { unlock } from './text/unlock';

export const text = {
  backup,
  common,
  popup,
  overview,
  balances,
  trades,
  onboarding,
  unlock,
  accounts,
  coverage,
  doctor,
  settings,
  sample,
} as const;

/**
 * The one catalogue of everything a trader reads in the extension.
 *
 * A section per screen, each in a file of its own under `text/`; sentences with parameters are functions.
 * Sentences of failures stand in `shared/reasons`, since the server and tests need them too.
 */
import { care } from './text/account-care';
import { accounts } from './text/accounts';
import { backup } from './text/backup';
import { balances } from './text/balances';
import { common } from './text/common';
import { coverage } from './text/coverage';
import { doctor } from './text/doctor';
import { fills } from './text/fills';
import { onboarding } from './text/onboarding';
import { overview } from './text/overview';
import { palette } from './text/palette';
import { popup } from './text/popup';
import { rates } from './text/rates';
import { sample } from './text/sample';
import { settings } from './text/settings';
import { sync } from './text/sync';
import { trades } from './text/trades';
import { unlock } from './text/unlock';

export const text = {
  backup,
  common,
  popup,
  overview,
  balances,
  palette,
  trades,
  fills,
  rates,
  onboarding,
  unlock,
  accounts,
  care,
  coverage,
  doctor,
  settings,
  sync,
  sample,
} as const;

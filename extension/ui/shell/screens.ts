/** The screens in the order of the rail, each with its icon; a scoped one keeps the account that figures are shown for. */
import {
  IconChartHistogram,
  IconChartLine,
  IconCoins,
  IconDevices,
  IconListDetails,
  IconReceipt,
  IconSettings,
  IconShare2,
  IconWallet,
} from '@tabler/icons-react';
import { routes } from '../routes';
import { text } from '../text';

export const screens = [
  { route: routes.overview, name: text.common.overview, Icon: IconChartHistogram, scoped: true },
  { route: routes.balances, name: text.balances.title, Icon: IconCoins, scoped: true },
  { route: routes.trades, name: text.common.trades, Icon: IconListDetails, scoped: true },
  { route: routes.fills, name: text.fills.title, Icon: IconReceipt, scoped: true },
  { route: routes.performance, name: text.common.performance, Icon: IconChartLine, scoped: true },
  { route: routes.accounts, name: text.common.accounts, Icon: IconWallet, scoped: false },
  { route: routes.shares, name: text.common.shares, Icon: IconShare2, scoped: false },
  { route: routes.sync, name: text.sync.title, Icon: IconDevices, scoped: false },
  { route: routes.settings, name: text.common.settings, Icon: IconSettings, scoped: false },
] as const;

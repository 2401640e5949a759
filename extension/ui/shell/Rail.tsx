/** The left rail: the screens by icon and name; below 900 px by icon, with the name for screen readers and as tooltip. */
import { IconChartHistogram, IconCoins, IconListDetails, IconSettings, IconWallet } from '@tabler/icons-react';
import { Link } from 'wouter';
import { useHashPath } from '../hash-location';
import { routes, withScope } from '../routes';
import { text } from '../text';
import classes from './Rail.module.css';
import { useScope } from './use-scope';

const screens = [
  { route: routes.overview, name: text.common.overview, Icon: IconChartHistogram, scoped: true },
  { route: routes.balances, name: text.balances.title, Icon: IconCoins, scoped: true },
  { route: routes.trades, name: text.common.trades, Icon: IconListDetails, scoped: true },
  { route: routes.accounts, name: text.common.accounts, Icon: IconWallet, scoped: false },
  { route: routes.settings, name: text.common.settings, Icon: IconSettings, scoped: false },
] as const;

export function Rail() {
  const [path] = useHashPath();
  const [scope] = useScope();
  const isAt = (route: string) => (route === routes.overview ? path === route : path.startsWith(route));
  return (
    <nav className={classes.rail} aria-label={text.common.navigation}>
      <p className={classes.brand} aria-hidden="true">
        {text.common.product}
      </p>
      {screens.map(({ route, name, Icon, scoped }) => (
        <Link
          key={route}
          href={scoped ? withScope(route, scope) : route}
          className={classes.link ?? ''}
          aria-current={isAt(route) ? 'page' : undefined}
          title={name}
        >
          <Icon size={18} stroke={1.7} aria-hidden="true" />
          <span className={classes.name}>{name}</span>
        </Link>
      ))}
    </nav>
  );
}

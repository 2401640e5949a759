/** The left rail: the screens by icon and name; below 900 px by icon, with the name for screen readers and as tooltip. */
import { Link } from 'wouter';
import { useAskedPath } from '../hash-location';
import { routes, withScope } from '../routes';
import { text } from '../text';
import classes from './Rail.module.css';
import { screens } from './screens';
import { useScope } from './use-scope';

export function Rail() {
  const path = useAskedPath();
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

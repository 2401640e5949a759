/** What a trader should know in time and that is no failure: exchanges that close. */
import { Link } from 'wouter';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { Notice } from '../../engine/api';
import { Callout } from '../components/Callout';
import { dateText, fullTimeText } from '../components/time-format';
import { routes } from '../routes';
import { text } from '../text';

export function NoticesSection({ notices }: { notices: readonly Notice[] }) {
  return (
    <>
      {notices.map(({ id, exchange, accountIds, closesAt }) => {
        const { name } = exchangeInfos[exchange];
        const [first] = accountIds;
        return (
          <Callout key={id} tone="warning" title={text.accounts.closingTitle(name, dateText(closesAt))}>
            <p>
              {text.accounts.closing(name, fullTimeText(closesAt))}{' '}
              {first === undefined ? null : <Link href={routes.account(first)}>{text.common.openAccount}</Link>}
            </p>
          </Callout>
        );
      })}
    </>
  );
}

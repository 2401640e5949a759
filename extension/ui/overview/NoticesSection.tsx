/** What a trader should know in time and that is no failure: exchanges that close, and a backup that is due. */
import { Link } from 'wouter';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { Notice } from '../../engine/api/issues';
import { Callout } from '../components/Callout';
import { dateText, fullTimeText } from '../components/time-format';
import { usePlatform } from '../platform';
import { backupRoute, routes } from '../routes';
import { text } from '../text';

export function NoticesSection({ notices }: { notices: readonly Notice[] }) {
  const { showsSample } = usePlatform();
  return (
    <>
      {notices.map((notice) => {
        // sample data is not worth keeping
        if (notice.kind === 'backup') return showsSample ? null : <BackupNotice key={notice.id} {...notice} />;
        const { id, exchange, accountIds, closesAt } = notice;
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

function BackupNotice({ madeAt, newFills }: Extract<Notice, { kind: 'backup' }>) {
  return (
    <Callout tone="note" title={madeAt === null ? text.backup.noticeNever : text.backup.noticeOld(dateText(madeAt))}>
      <p>
        {text.backup.noticeFills(newFills)} <Link href={backupRoute}>{text.backup.noticeAction}</Link>
      </p>
    </Callout>
  );
}

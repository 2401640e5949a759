/** What an opened backup holds and what restoring it changes, before anything is. */
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { RestorePreview } from '../../engine/api/backup';
import { fullTimeText } from '../components/time-format';
import { text } from '../text';
import classes from './Backup.module.css';

const says = text.backup;

export function PreviewView({ preview, bytes }: { preview: RestorePreview; bytes: number }) {
  return (
    <>
      <p>{says.madeAt(fullTimeText(preview.madeAt), bytes)}</p>
      <dl className={classes.facts}>
        <dt>{says.holds}</dt>
        <dd>{says.holdsText(preview.holds)}</dd>
        <dt>{says.adds}</dt>
        <dd>{says.addsText(preview.adds)}</dd>
        {preview.removedAccounts === 0 ? null : (
          <>
            <dt>{says.removes}</dt>
            <dd>{says.removesText(preview.removedAccounts)}</dd>
          </>
        )}
      </dl>
      {preview.accounts.length === 0 ? null : <AccountsTable accounts={preview.accounts} />}
      <p className={classes.quiet}>{says.keysInside}</p>
    </>
  );
}

function AccountsTable({ accounts }: Pick<RestorePreview, 'accounts'>) {
  return (
    <table className={classes.table}>
      <caption>{says.accountsCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{says.account}</th>
          <th scope="col">{says.what}</th>
        </tr>
      </thead>
      <tbody>
        {accounts.map(({ id, exchange, label, state }) => (
          <tr key={id}>
            <th scope="row">
              {exchange === null ? says.otherAccount : exchangeInfos[exchange].name} · {label}
            </th>
            <td>{says.states[state]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

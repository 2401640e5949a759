/** What is imported of each symbol, and the symbols that the trader names. */
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { AccountView, SymbolCoverage } from '../../engine/api';
import { Unknown } from '../components/Amount';
import { failureSentence } from '../components/FailureNotice';
import { Section } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { compactTimeText, fullTimeText } from '../components/time-format';
import { useEngineQuery } from '../engine';
import { text } from '../text';
import { AddSymbols } from './AddSymbols';
import classes from './SymbolsSection.module.css';

const says = text.accounts;

/** More rows than anyone reads; the rest is counted. */
const shownRows = 200;

export function SymbolsSection({ account }: { account: AccountView }) {
  const coverage = useEngineQuery(['coverage', account.id], (engine) => engine.coverage(account.id)).data;
  return (
    <Section title={says.symbols}>
      <div className={classes.symbols}>
        {coverage === undefined ? (
          <Skeletons lines={4} />
        ) : account.progress.by === 'account' ? (
          <WholeCoverage account={account} rows={coverage} />
        ) : (
          <Coverage account={account} rows={coverage} />
        )}
        {account.progress.by === 'account' || account.frozen !== null ? null : (
          <AddSymbols account={account} coverage={coverage ?? null} />
        )}
      </div>
    </Section>
  );
}

/** Where all markets are read at once they are covered alike: that is said once, and a symbol has its count of fills alone. */
function WholeCoverage({ account, rows }: { account: AccountView; rows: readonly SymbolCoverage[] }) {
  const readTo = account.progress.readTo ?? rows[0]?.coveredTo ?? null;
  const { exchangeName } = account;
  return (
    <>
      <p className={classes.none}>
        {readTo === null ? says.wholeUnread(exchangeName) : says.wholeRead(exchangeName, fullTimeText(readTo))}
      </p>
      {rows.length === 0 ? (
        <p className={classes.none}>{says.coverageNoneWhole}</p>
      ) : (
        <table className={classes.counts}>
          <caption>{says.coverageCaptionWhole}</caption>
          <thead>
            <tr>
              <th scope="col">{says.columnSymbol}</th>
              <th scope="col" className={classes.number}>
                {says.columnFills}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shownRows).map(({ symbol, fills }) => (
              <tr key={symbol}>
                <th scope="row">{symbol}</th>
                <td className={classes.number}>{fills.toLocaleString()}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > shownRows ? <p className={classes.none}>{says.moreSymbols(rows.length - shownRows)}</p> : null}
    </>
  );
}

function Coverage({ account, rows }: { account: AccountView; rows: readonly SymbolCoverage[] }) {
  const [withEmpty, setWithEmpty] = useState(false);
  if (rows.length === 0) return <p className={classes.none}>{says.coverageNone}</p>;
  const empty = rows.filter((row) => row.state === 'empty').length;
  const listed = withEmpty ? rows : rows.filter((row) => row.state !== 'empty');
  return (
    <div>
      {listed.length === 0 ? null : (
        <table className={classes.table}>
          <caption>{says.coverageCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{says.columnSymbol}</th>
              <th scope="col" className={classes.number}>
                {says.columnFills}
              </th>
              <th scope="col">{says.columnCoveredTo}</th>
              <th scope="col">{says.columnState}</th>
            </tr>
          </thead>
          <tbody>
            {listed.slice(0, shownRows).map((row) => (
              <CoverageRow key={row.symbol} row={row} account={account} />
            ))}
          </tbody>
        </table>
      )}
      {listed.length > shownRows ? <p className={classes.none}>{says.moreSymbols(listed.length - shownRows)}</p> : null}
      {empty === 0 ? null : (
        <UnstyledButton
          className={classes.toggle ?? ''}
          aria-expanded={withEmpty}
          onClick={() => setWithEmpty(!withEmpty)}
        >
          {withEmpty ? says.hideEmpty : says.showEmpty(empty)}
        </UnstyledButton>
      )}
    </div>
  );
}

/** A symbol has no fills only where it was read to its end: until then a count of 0 is a count that nobody knows. */
const isUnread = ({ fills, state }: SymbolCoverage): boolean => fills === 0 && state !== 'empty' && state !== 'covered';

export function CoverageRow({ row, account }: { row: SymbolCoverage; account: AccountView }) {
  return (
    <tr>
      <th scope="row">{row.symbol}</th>
      <td className={classes.number}>
        {isUnread(row) ? <Unknown because={says.coverageState[row.state]} /> : row.fills.toLocaleString()}
      </td>
      <td title={row.coveredTo === null ? undefined : fullTimeText(row.coveredTo)} className={classes.time}>
        {row.coveredTo === null ? text.common.unknown : compactTimeText(row.coveredTo)}
      </td>
      <td data-state={row.state}>
        {says.coverageState[row.state]}
        {row.failure === null ? null : (
          <span className={classes.cause}> {failureSentence(row.failure, account.exchange)}</span>
        )}
      </td>
    </tr>
  );
}

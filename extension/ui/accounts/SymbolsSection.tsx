/** What is imported of each symbol, and the symbols that the trader names. */
import type { AccountView } from '../../engine/api/account-view';
import type { AccountCoverage } from '../../engine/api/accounts';
import { Section } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { fullTimeText } from '../components/time-format';
import { useEngineQuery } from '../engine';
import { text } from '../text';
import { AccountFailure } from './AccountFailure';
import { AddSymbols } from './AddSymbols';
import { CoverageSpans } from './CoverageSpans';
import { CoverageTable } from './CoverageTable';
import classes from './SymbolsSection.module.css';

const says = text.coverage;

export function SymbolsSection({ account }: { account: AccountView }) {
  const coverage = useEngineQuery(['coverage', account.id], (engine) => engine.coverage(account.id)).data;
  const atOnce = account.progress.by === 'account';
  return (
    <Section title={says.title}>
      <div className={classes.symbols}>
        {coverage === undefined ? (
          <Skeletons lines={4} />
        ) : atOnce ? (
          <WholeCoverage account={account} coverage={coverage} />
        ) : coverage.symbols.length === 0 ? (
          <p className={classes.none}>{says.none}</p>
        ) : (
          <CoverageTable account={account} rows={coverage.symbols} alike={false} />
        )}
        {atOnce || account.frozen !== null ? null : (
          <AddSymbols account={account} coverage={coverage?.symbols ?? null} />
        )}
      </div>
    </Section>
  );
}

/** Where all markets are read at once they are covered alike: that is said once, and a symbol has its count of fills alone. */
function WholeCoverage({ account, coverage }: { account: AccountView; coverage: AccountCoverage }) {
  const { whole, symbols } = coverage;
  const { exchangeName, progress } = account;
  const readTo = progress.readTo ?? whole?.coveredTo ?? null;
  // a run that stands still for this has said so above
  const said = progress.failure?.reason === whole?.failure?.reason;
  return (
    <>
      <p className={classes.none}>
        {readTo === null ? says.wholeUnread(exchangeName) : says.wholeRead(exchangeName, fullTimeText(readTo))}
      </p>
      {whole === null || whole.failure === null || said ? null : (
        <AccountFailure account={account} failure={whole.failure} variant="compact" />
      )}
      {whole === null ? null : <CoverageSpans spans={whole.spans} />}
      {symbols.length === 0 ? (
        <p className={classes.none}>{says.noneWhole}</p>
      ) : (
        <CoverageTable account={account} rows={symbols} alike />
      )}
    </>
  );
}

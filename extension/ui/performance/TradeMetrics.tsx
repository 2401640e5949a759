/** The metrics of the trades, each with what it is over. */
import type { PerformanceFigures, PerformancePage } from '../../engine/api/performance';
import { Amount, Unknown } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { Section } from '../components/Screen';
import { durationText } from '../components/time-format';
import { performance as say } from '../text/performance';
import { madeBy } from './Headline';
import { Metric, type MetricName, Percent } from './Metric';
import classes from './Performance.module.css';

export const TradeMetrics = ({ page }: { page: PerformancePage }) => (
  <Section title={say.metrics} aside={<span className={classes.dim}>{madeBy(page)}</span>}>
    <dl className={classes.metrics}>
      <Counts figures={page.total} />
      <Averages figures={page.total} currency={page.baseCurrency} />
      <Runs figures={page.total} />
    </dl>
  </Section>
);

function Counts({ figures }: { figures: PerformanceFigures }) {
  const { trades, wins, losses, priced } = figures;
  return (
    <>
      <Metric name="trades" over={say.of.results(wins, losses, trades - wins - losses)}>
        <span className={classes.figure}>{trades.toLocaleString()}</span>
      </Metric>
      <Metric name="winRate" over={say.of.winRate(wins, trades)}>
        <Percent rate={figures.winRate} because={say.unknown.noTrade} />
      </Metric>
      <Metric name="profitFactor" over={say.of.factor(priced.wins, priced.losses)}>
        <Amount value={figures.profitFactor} decimals={2} unknownBecause={say.unknown.noLoss} />
      </Metric>
    </>
  );
}

type AmountMetric = Extract<MetricName, 'expectancy' | 'averageWin' | 'averageLoss' | 'largestWin' | 'largestLoss'>;

function Averages({ figures, currency }: { figures: PerformanceFigures; currency: string }) {
  const { priced, trades } = figures;
  const all = priced.trades === trades ? say.of.trades(trades) : say.of.priced(priced.trades, trades);
  const [wins, losses] = [say.of.wins(priced.wins), say.of.losses(priced.losses)];
  const over: Readonly<Record<AmountMetric, string>> = {
    expectancy: all,
    averageWin: wins,
    averageLoss: losses,
    largestWin: wins,
    largestLoss: losses,
  };
  const none = priced.trades === 0 ? say.unknown.noPrice : say.unknown.noTrade;
  return Object.entries(over).map(([id, of]) => {
    const name = id as AmountMetric; // the keys of the record above
    const because = name.endsWith('Win') ? say.unknown.noWin : name.endsWith('Loss') ? say.unknown.noLoss : none;
    return (
      <Metric key={name} name={name} over={of}>
        <Amount
          value={figures[name]}
          currency={currency}
          decimals={columnDecimals(currency)}
          signed={figures.unmatched === 0}
          unknownBecause={because}
        />
      </Metric>
    );
  });
}

function Runs({ figures }: { figures: PerformanceFigures }) {
  const { trades, averageHoldMs, held } = figures;
  return (
    <>
      {(['longestWinStreak', 'longestLossStreak'] as const).map((name) => (
        <Metric key={name} name={name} over={say.of.inTrades(trades)}>
          <span className={classes.figure}>{figures[name].toLocaleString()}</span>
        </Metric>
      ))}
      <Metric name="averageHold" over={say.of.trades(held)}>
        {averageHoldMs === null ? (
          <Unknown because={say.unknown.noOpening} />
        ) : (
          <span className={classes.figure} title={`${averageHoldMs} ms`}>
            {durationText(Number(averageHoldMs))}
          </span>
        )}
      </Metric>
    </>
  );
}

/** The spans of time of one stream: what is read, what is not, and what cannot be read any more. */
import type { CoverageSpan } from '../../engine/api/accounts';
import { fullTimeText } from '../components/time-format';
import { text } from '../text';
import classes from './SymbolsSection.module.css';

const says = text.coverage;

export function CoverageSpans({ spans }: { spans: readonly CoverageSpan[] }) {
  return (
    <table className={classes.table}>
      <caption>{says.spansCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{says.spanFrom}</th>
          <th scope="col">{says.spanTo}</th>
          <th scope="col">{says.spanState}</th>
        </tr>
      </thead>
      <tbody>
        {spans.map(({ fromMs, toMs, state }) => (
          <tr key={`${fromMs ?? 0} ${state}`}>
            <td>{fromMs === null || fromMs === 0 ? says.beginning : fullTimeText(fromMs)}</td>
            <td>{toMs === null ? says.now : fullTimeText(toMs)}</td>
            <td data-state={state}>{says.spanStates[state]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

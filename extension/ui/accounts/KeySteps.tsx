/** The exchange's own steps to a read-only key, and the address to put on its whitelist. */
import { Title } from '@mantine/core';
import { type ExchangeId, exchangeInfos } from '../../../shared/exchanges/ids';
import { dateText } from '../components/time-format';
import { text } from '../text';
import classes from './AddAccount.module.css';

const says = text.accounts;
const dayMs = 86_400_000;

export function KeySteps({ exchange }: { exchange: ExchangeId }) {
  const { name, keySteps, lookBackMs, closing } = exchangeInfos[exchange];
  return (
    <aside className={classes.steps}>
      <Title order={2}>{says.stepsTitle(name)}</Title>
      <ol>
        {keySteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p>{says.addressHint(name)}</p>
      {lookBackMs === null ? null : <p>{says.lookBackHint(name, Math.floor(lookBackMs / dayMs))}</p>}
      {closing === null ? null : <p>{says.closingHint(name, dateText(closing.closesAt))}</p>}
      <p>{says.deviceNote}</p>
    </aside>
  );
}

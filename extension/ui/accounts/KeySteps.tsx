/** The exchange's own steps to a read-only key, and the address to put on its whitelist. */
import { Title } from '@mantine/core';
import { type ExchangeId, exchangeInfos } from '../../../shared/exchanges/ids';
import { text } from '../text';
import classes from './AddAccount.module.css';

const says = text.accounts;

export function KeySteps({ exchange }: { exchange: ExchangeId }) {
  const { name, keySteps } = exchangeInfos[exchange];
  return (
    <aside className={classes.steps}>
      <Title order={2}>{says.stepsTitle(name)}</Title>
      <ol>
        {keySteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p>{says.addressHint(name)}</p>
      <p>{says.deviceNote}</p>
    </aside>
  );
}

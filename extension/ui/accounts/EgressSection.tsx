/** How this account's requests reach the exchange, and choosing another way. */
import { Anchor, Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import type { Failure } from '../../../shared/reasons';
import type { AccountView } from '../../engine/api/account-view';
import { Refusal } from '../components/Refusal';
import { Section } from '../components/Screen';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { usePlatform } from '../platform';
import { routes } from '../routes';
import { relay as says } from '../text/relay';
import classes from './Egress.module.css';
import { EgressChoice, type EgressChoiceProps, type EgressDraft, useRelay } from './EgressChoice';
import { keyVerdict } from './key-verdict';

export function EgressSection({ account }: { account: AccountView }) {
  const { showsSample } = usePlatform();
  const server = useRelay();
  if (account.frozen !== null || showsSample) return null;
  return (
    <Section title={says.title}>
      {server === null && account.egress === 'direct' ? (
        <p className={classes.line}>
          {says.none}{' '}
          <Anchor component={Link} href={routes.sync}>
            {says.connect}
          </Anchor>
        </p>
      ) : (
        <EgressForm key={account.egress} account={account} />
      )}
    </Section>
  );
}

/** What the exchange told of the key, when it was asked last. */
function rightsOf({ rights }: AccountView): EgressChoiceProps['rights'] {
  const known =
    rights.state === 'known' ? rights.value : rights.state === 'unknown' ? (rights.last?.value ?? null) : null;
  if (known === null || !known.readable) return 'not-known';
  return keyVerdict(known).kind === 'too-powerful' ? 'can-do-more' : 'only-reads';
}

function EgressForm({ account }: { account: AccountView }) {
  const engine = useEngine();
  const task = useTask();
  const [draft, setDraft] = useState<EgressDraft>({ egress: account.egress, confirmed: false });
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [saved, setSaved] = useState(false);
  const rights = rightsOf(account);
  const changes = draft.egress !== account.egress;
  const needsWord = draft.egress === 'relay' && rights === 'not-known' && !draft.confirmed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    setSaved(false);
    if (!changes || needsWord) return;
    setFailure(null);
    task.run(async () => {
      const done = await engine.setEgress(account.id, draft.egress, draft.confirmed);
      if (done.ok) setSaved(true);
      else setFailure(done.error);
    });
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate aria-label={says.title}>
      <EgressChoice exchange={account.exchange} value={draft} onValue={setDraft} rights={rights} asked={asked} />
      {changes ? (
        <Button
          type="submit"
          variant="default"
          loading={task.running}
          disabled={draft.egress === 'relay' && rights === 'can-do-more'}
        >
          {says.save}
        </Button>
      ) : null}
      <p role="status" className={classes.saved}>
        {saved && !changes ? says.saved : null}
      </p>
      <Refusal failure={failure} account={account} onClose={() => setFailure(null)} />
    </form>
  );
}

/** The form for another key of an account, in its page: tested before the old one is dropped; Escape leaves it. */
import { Button, Group } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AccountView } from '../../engine/api/account-view';
import { useEngine } from '../engine';
import { text } from '../text';
import classes from './AccountPage.module.css';
import { type EgressDraft, ReadOnlyWord } from './EgressChoice';
import { focusFirstInvalid } from './focus-first-invalid';
import { KeyFields, KeyOutcome } from './KeyFields';
import { useKeyForm } from './use-key-form';

const says = text.accounts;

export interface ReplaceKeyProps {
  readonly account: AccountView;
  readonly onClose: () => void;
  readonly onReplaced: () => void;
}

export function ReplaceKey({ account, onClose, onReplaced }: ReplaceKeyProps) {
  const engine = useEngine();
  const [word, setWord] = useState<EgressDraft>({ egress: account.egress, confirmed: false });
  const key = useKeyForm(account.exchange, () => word.egress === 'direct' || word.confirmed);
  const replace = () =>
    key.submit(
      () => engine.replaceKey(account.id, key.credentials, word.confirmed),
      () => {
        key.clear();
        onReplaced();
      },
    );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    focusFirstInvalid(event.currentTarget);
    replace();
  };
  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !key.running) onClose();
      }}
      className={classes.form}
      noValidate
      aria-label={account.maskedKey === null ? says.enterKey : says.replaceTitle}
    >
      <p className={classes.note}>{account.maskedKey === null ? says.enterHint : says.replaceHint}</p>
      <KeyFields exchange={account.exchange} form={key} autoFocus />
      {word.egress === 'relay' ? (
        <ReadOnlyWord value={word} onValue={setWord} rights="not-known" asked={key.asked} />
      ) : null}
      <KeyOutcome exchange={account.exchange} form={key} onTestAgain={replace} />
      <Group>
        <Button type="submit" loading={key.running}>
          {account.maskedKey === null ? says.enter : says.replace}
        </Button>
        <Button variant="subtle" onClick={onClose}>
          {text.common.cancel}
        </Button>
      </Group>
    </form>
  );
}

/** What is to be shared, for how long, and with what beside the link. */
import { Button, Checkbox, NativeSelect, Radio, Stack, Switch, TextInput } from '@mantine/core';
import { shareDetails } from '../../../shared/snapshot/content';
import type { AccountView } from '../../engine/api/account-view';
import { SecretField } from '../components/SecretField';
import { shares as says } from '../text/shares';
import classes from './Shares.module.css';
import type { ShareFormState } from './use-share-form';

export interface ShareFormProps {
  readonly form: ShareFormState;
  readonly accounts: readonly AccountView[];
  readonly running: boolean;
  readonly previewLabel: string;
  readonly onPreview: () => void;
  readonly onCancel: () => void;
}

const dayChoices = [1, 7, 30, 90] as const;

export function ShareForm({ form, accounts, running, previewLabel, onPreview, onCancel }: ShareFormProps) {
  const { choices, change } = form;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onPreview();
      }}
    >
      <TextInput
        label={says.nameLabel}
        description={says.nameHint}
        value={choices.title}
        maxLength={80}
        autoComplete="off"
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <AccountChoice form={form} accounts={accounts} />
      <Radio.Group
        label={says.detailLabel}
        description={says.neverShown}
        value={choices.detail}
        onChange={(value) => change({ detail: shareDetails.find((detail) => detail === value) ?? choices.detail })}
      >
        <Stack gap={8} mt={6}>
          {shareDetails.map((detail) => (
            <Radio key={detail} value={detail} label={says.details[detail]} description={says.detailHints[detail]} />
          ))}
        </Stack>
      </Radio.Group>
      <NativeSelect
        label={says.daysLabel}
        value={String(choices.days)}
        data={dayChoices.map((days) => ({ value: String(days), label: says.days[days] }))}
        onChange={(event) => change({ days: Number(event.currentTarget.value) })}
      />
      <Switch
        label={says.liveLabel}
        description={says.liveHint}
        checked={choices.live}
        onChange={(event) => change({ live: event.currentTarget.checked })}
      />
      <SecretField
        label={says.passphraseLabel}
        description={says.passphraseHint}
        value={form.passphrase}
        onValue={form.setPassphrase}
      />
      <div className={classes.deeds}>
        <Button type="submit" variant={form.isSeen ? 'default' : 'filled'} loading={running} disabled={!form.isReady}>
          {previewLabel}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {says.cancel}
        </Button>
      </div>
    </form>
  );
}

function AccountChoice({ form, accounts }: Pick<ShareFormProps, 'form' | 'accounts'>) {
  const { choices, change } = form;
  const chosen = choices.accountIds;
  return (
    <Radio.Group
      label={says.accountsLabel}
      value={chosen === null ? 'all' : 'some'}
      onChange={(value) => change({ accountIds: value === 'all' ? null : [] })}
    >
      <Stack gap={8} mt={6}>
        <Radio value="all" label={says.all} />
        <Radio value="some" label={says.some} />
        {chosen === null ? null : (
          <Checkbox.Group
            aria-label={says.some}
            value={[...chosen]}
            onChange={(ids) => change({ accountIds: ids })}
            error={chosen.length === 0 ? says.someNone : null}
          >
            <Stack gap={6} pl={28}>
              {accounts.map(({ id, exchangeName, label }) => (
                <Checkbox key={id} value={id} label={`${exchangeName} · ${label}`} />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
      </Stack>
    </Radio.Group>
  );
}

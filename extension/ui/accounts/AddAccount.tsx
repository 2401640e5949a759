/** Adding an exchange: what to make there, what to paste here, a test before anything is stored. */
import { Anchor, Button, Group, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconCheck } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { type ExchangeId, exchangeIdOf, exchangeIds, exchangeInfos } from '../../../shared/exchanges/ids';
import type { Failure } from '../../../shared/reasons';
import type { AccountDraft, AddAccountError, KeyTest } from '../../engine/api/account-entry';
import type { AccountView } from '../../engine/api/account-view';
import { Callout } from '../components/Callout';
import { Screen } from '../components/Screen';
import { dateText } from '../components/time-format';
import { useEngine, useEngineQuery } from '../engine';
import { navigateHash } from '../hash-location';
import { usePlatform } from '../platform';
import { routes } from '../routes';
import { NoKeys } from '../sample/NoKeys';
import { text } from '../text';
import classes from './AddAccount.module.css';
import { EgressChoice, type EgressDraft, useRelay } from './EgressChoice';
import { ExchangeMark } from './ExchangeMark';
import { focusFirstInvalid } from './focus-first-invalid';
import { KeyFields, KeyOutcome } from './KeyFields';
import { KeySteps } from './KeySteps';
import { labelProblem, maxLabelLength } from './key-fields';
import { keyVerdict } from './key-verdict';
import { useKeyForm } from './use-key-form';
import { addressIn } from './WhitelistAddress';

const says = text.accounts;

export function AddAccount() {
  const accounts = useEngineQuery(['accounts'], (engine) => engine.accounts()).data;
  const { showsSample } = usePlatform();
  const first = accounts?.length === 0;
  return (
    <Screen title={says.addTitle} actions={first ? undefined : <BackLink />}>
      {first ? (
        <Callout tone="good" title={says.readyTitle}>
          <p>{says.ready}</p>
        </Callout>
      ) : null}
      {showsSample ? <NoKeys /> : <AddForm accounts={accounts ?? []} />}
    </Screen>
  );
}

function BackLink() {
  return (
    <Anchor component={Link} href={routes.accounts}>
      {says.back}
    </Anchor>
  );
}

const labelErrors = {
  empty: says.labelEmpty,
  'too-long': says.labelTooLong(maxLabelLength),
  taken: says.labelTaken,
} as const;

interface Fields {
  readonly exchange: ExchangeId;
  readonly label: string;
}

function useLabelForm(accounts: readonly AccountView[]) {
  return useForm<Fields>({
    initialValues: { exchange: 'binance', label: '' },
    validate: {
      label: (label, { exchange }) => {
        const taken = accounts.filter((one) => one.exchange === exchange).map((one) => one.label);
        const problem = labelProblem(label, taken);
        return problem === null ? null : labelErrors[problem];
      },
    },
  });
}

function AddForm({ accounts }: { accounts: readonly AccountView[] }) {
  const engine = useEngine();
  const [id] = useState(() => crypto.randomUUID()); // one for the form's life: a repeated save stores one account
  const form = useLabelForm(accounts);
  const { exchange, label } = form.values;
  const relay = useRelay();
  const [way, setWay] = useState<EgressDraft>({ egress: 'direct', confirmed: false });
  const mayGo = way.egress === 'direct' || way.confirmed;
  const key = useKeyForm(exchange, () => !form.validate().hasErrors && mayGo);
  const verdict = key.test === null ? null : keyVerdict(key.test.rights).kind;

  const draft = (): AccountDraft => {
    const named = { id, exchange, label: label.trim(), credentials: key.credentials, userSymbols: [] };
    return { ...named, egress: way.egress, readOnlyConfirmed: way.confirmed };
  };
  const test = () => key.submit(() => engine.testKey(draft()));
  const store = () => engine.addAccount(draft());
  const open = () => {
    key.clear();
    navigateHash(routes.account(id), { replace: true });
  };
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    focusFirstInvalid(event.currentTarget);
    if (verdict !== null && verdict !== 'cannot-read') return key.submit(store, open);
    // a key that can do more than read is stored only by a second click, below the warning
    key.submit(
      () => engine.testKey(draft()),
      async (tested: KeyTest) => {
        const { kind } = keyVerdict(tested.rights);
        if (kind === 'cannot-read' || kind === 'too-powerful') return;
        const added = await store();
        key.settle(added);
        if (added.ok) open();
      },
    );
  };
  const taken = key.problem?.reason === 'label-taken' ? says.labelTaken : null;
  return (
    <div className={classes.columns}>
      <form onSubmit={save} className={classes.form} noValidate>
        <ExchangeSelect
          value={exchange}
          onValue={(value) => {
            form.setFieldValue('exchange', value);
            setWay((before) => ({ ...before, confirmed: false }));
            key.forgetAnswer();
          }}
        />
        <TextInput
          label={says.label}
          description={says.labelHint}
          autoComplete="off"
          readOnly={key.running}
          {...form.getInputProps('label')}
          onChange={(event) => {
            form.setFieldValue('label', event.currentTarget.value);
            key.dismissProblem();
          }}
          onBlur={() => {
            if (label.trim() !== '') form.validateField('label'); // an empty one is asked for by the save button
          }}
          error={form.errors.label ?? taken}
          autoFocus
        />
        <KeyFields exchange={exchange} form={key} />
        {relay === null ? null : (
          <EgressChoice
            exchange={exchange}
            value={way}
            onValue={(value) => {
              setWay(value);
              key.forgetAnswer();
            }}
            rights="not-known"
            asked={key.asked}
          />
        )}
        <KeyOutcome exchange={exchange} form={key} onTestAgain={test} />
        <Group>
          <Button type="submit" loading={key.running}>
            {verdict === 'too-powerful' ? says.saveAnyway : says.save}
          </Button>
          <Button variant="default" onClick={test} disabled={key.running}>
            {key.test === null ? says.test : says.testAgain}
          </Button>
        </Group>
        <p className={classes.note}>{says.testBeforeSave}</p>
      </form>
      <KeySteps exchange={exchange} address={addressIn([asFailure(key.problem)])} relayed={way.egress === 'relay'} />
    </div>
  );
}

/** What is wrong with a field of the form is no failure of a call. */
const asFailure = (problem: AddAccountError | null): Failure | null =>
  problem === null || problem.reason === 'label-taken' || problem.reason === 'field-invalid' ? null : problem;

function ExchangeSelect({ value, onValue }: { value: ExchangeId; onValue: (exchange: ExchangeId) => void }) {
  const [search, setSearch] = useState('');
  const names = exchangeIds.map((exchange) => exchangeInfos[exchange].name.toLowerCase());
  const unknown = !names.some((name) => name.includes(search.trim().toLowerCase()));
  return (
    <Select
      label={says.exchange}
      data={exchangeIds.map((exchange) => ({
        value: exchange,
        label: exchangeInfos[exchange].name,
        disabled: isClosed(exchange),
      }))}
      searchable
      onSearchChange={setSearch}
      error={unknown ? says.noSuchExchange : null}
      comboboxProps={{ withinPortal: false }}
      maxDropdownHeight={340}
      value={value}
      onChange={(chosen) => {
        const exchange = exchangeIdOf(chosen ?? '');
        if (exchange !== null) onValue(exchange);
      }}
      allowDeselect={false}
      leftSection={<ExchangeMark exchange={value} />}
      renderOption={({ option, checked }) => {
        const exchange = exchangeIdOf(option.value);
        return (
          <Group gap="xs">
            {exchange === null ? null : <ExchangeMark exchange={exchange} />}
            {option.label}
            {exchange === null ? null : <ClosingMark exchange={exchange} />}
            {checked === true ? <IconCheck size={15} stroke={1.8} aria-hidden="true" /> : null}
          </Group>
        );
      }}
    />
  );
}

const isClosed = (exchange: ExchangeId): boolean => {
  const { closing } = exchangeInfos[exchange];
  return closing !== null && Date.now() >= closing.closesAt;
};

/** "closes 31 Jan 2027" beside an exchange that ends. */
function ClosingMark({ exchange }: { exchange: ExchangeId }) {
  const { closing } = exchangeInfos[exchange];
  if (closing === null) return null;
  return (
    <span className={classes.note}>{isClosed(exchange) ? says.closed : says.closesOn(dateText(closing.closesAt))}</span>
  );
}

/** A new share: chosen, looked at as the other will see it, and only then made. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AccountView } from '../../engine/api/account-view';
import { Callout } from '../components/Callout';
import { Section } from '../components/Screen';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { shares as says } from '../text/shares';
import { CopyText } from './CopyText';
import { PreviewFrame } from './PreviewFrame';
import { ShareForm } from './ShareForm';
import classes from './Shares.module.css';
import { problemSentence, type ShareProblem } from './share-problem';
import { useShareForm } from './use-share-form';

export interface NewShareProps {
  readonly accounts: readonly AccountView[];
  /** Whether a link can be made: a server is connected. */
  readonly canCreate: boolean;
  readonly onClose: () => void;
}

export function NewShare({ accounts, canCreate, onClose }: NewShareProps) {
  const engine = useEngine();
  const form = useShareForm();
  const task = useTask();
  const [problem, setProblem] = useState<ShareProblem | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const { prepared, draft } = form;

  const preview = () =>
    task.run(async () => {
      setProblem(null);
      const made = await engine.prepareShare(draft);
      if (made.ok) form.setPrepared(made.value, draft);
      else setProblem(made.error);
    });
  const create = () =>
    task.run(async () => {
      if (prepared === null) return;
      setProblem(null);
      const made = await engine.createShare(form.choices, prepared);
      if (made.ok) setLink(made.value.link);
      else setProblem(made.error);
    });

  if (link !== null) return <Made link={link} onClose={onClose} />;
  return (
    <Section title={says.formTitle}>
      <ShareForm
        form={form}
        accounts={accounts}
        running={task.running}
        previewLabel={prepared === null ? says.preview : says.previewAgain}
        onPreview={preview}
        onCancel={onClose}
      />
      {problem === null ? null : (
        <Callout tone="danger" title={says.notMade} live>
          <p>{problemSentence(problem)}</p>
        </Callout>
      )}
      {prepared === null ? null : (
        <div className={classes.preview}>
          <h3>{says.previewTitle}</h3>
          <p className={classes.note}>{says.previewNote}</p>
          <PreviewFrame prepared={prepared} passphrase={form.preparedPassphrase} onSeen={form.setSeen} />
          <div className={classes.deeds}>
            <Button disabled={!form.isSeen || !canCreate} loading={task.running} onClick={create}>
              {says.make}
            </Button>
            <span role="status" className={classes.note}>
              {form.isOld ? says.previewOld : canCreate ? null : says.notConnected}
            </span>
          </div>
        </div>
      )}
    </Section>
  );
}

/** The link stands in no field: browsers write the text of plain fields into their session files. */
function Made({ link, onClose }: { link: string; onClose: () => void }) {
  return (
    <Section title={says.made}>
      <p className={classes.note}>{says.madeHint}</p>
      <p>
        <code className={classes.link}>{link}</code>
      </p>
      <div className={classes.deeds}>
        <CopyText read={async () => link} />
        <Button variant="default" onClick={onClose}>
          {says.done}
        </Button>
      </div>
    </Section>
  );
}

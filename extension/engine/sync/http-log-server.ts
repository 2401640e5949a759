/** A vault's log over HTTP: pages and pushes in the frames of shared/sync, answers as what a sync run decides by. */
import { z } from 'zod';
import { err, ok } from '../../../shared/result';
import { hexOf } from '../../../shared/sync/ids';
import { decodePage } from '../../../shared/sync/pull-frame';
import { encodePush } from '../../../shared/sync/push-frame';
import type { LogServer } from './log-server';
import type { ServerAccess } from './server-access';
import { type ServerError, syncRefusalOf, unexpected } from './server-refusal';

const pushedSchema = z.object({
  logId: hexOf(16),
  head: z.int().min(0),
  seqs: z.array(z.int().min(1)).readonly(),
});

/**
 * The log of the vault that `access` is of. `saysClosed`: whether a notice is one of the vault's own devices, which erased it here;
 * by the server's word alone a vault is not taken for closed.
 */
export function createLogServer(
  access: ServerAccess,
  saysClosed: (notice: unknown) => Promise<boolean> = async () => false,
): LogServer {
  const { host } = new URL(access.origin);
  const refused = async (error: ServerError) => {
    const isClosed = error.refusal?.reason === 'vault-closed' && (await saysClosed(error.refusal.notice));
    return err(isClosed ? ({ kind: 'closed' } as const) : syncRefusalOf(error));
  };
  const dishonest = (subject: string) => err({ kind: 'dishonest', failure: unexpected(host, subject) } as const);

  return {
    async pull(after, signal) {
      const frame = await access.askBytes({ method: 'GET', path: `/v1/log?after=${after}` }, signal);
      if (!frame.ok) return refused(frame.error);
      const page = decodePage(frame.value, after);
      return page.ok ? page : dishonest('page');
    },
    async push(push, signal) {
      const request = { method: 'POST', path: '/v1/log', bytes: encodePush(push) } as const;
      const pushed = await access.ask(request, pushedSchema, signal);
      if (!pushed.ok) return refused(pushed.error);
      const { seqs, head } = pushed.value;
      const fits = seqs.length === push.records.length && seqs.every((seq) => seq <= head);
      return fits ? ok(pushed.value) : dishonest('push');
    },
  };
}

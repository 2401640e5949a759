/** Exchanges as the relay meets them: TLS under their own names, on this machine, with every connection and request counted. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:tls';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { RelayNetwork } from '../../../sync-server/relay/upstream';
import { createCertificate } from '../../simulator/certificate';
import { bodyOf, listen } from '../../simulator/server';

interface SeenRequest {
  readonly method: string;
  readonly host: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface ExchangeSink {
  readonly network: RelayNetwork;
  readonly seen: SeenRequest[];
  /** Addresses that were dialled. */
  readonly dialled: string[];
  /** What resolving a host gives; a public address unless a test says otherwise. */
  addresses: (host: string) => readonly string[];
  /** How the next requests are answered. */
  answer: (request: SeenRequest, response: ServerResponse) => void;
  close(): Promise<void>;
}

const publicAddress = '8.8.4.4';
const plainAnswer = (_: SeenRequest, response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
};

export async function openSink(): Promise<ExchangeSink> {
  const hosts = Object.values(exchangeInfos).flatMap((info) => info.hosts);
  const certificate = await createCertificate(hosts);
  const seen: SeenRequest[] = [];
  const dialled: string[] = [];
  const server = createServer(certificate, (message: IncomingMessage, response) => {
    void bodyOf(message).then((body) => {
      const { method = '', url = '', headers } = message;
      const request = { method, url, host: headers.host ?? '', headers, body };
      seen.push(request);
      sink.answer(request, response);
    });
  });
  const { port, close } = await listen(server, 0);
  const sink: ExchangeSink = {
    seen,
    dialled,
    addresses: () => [publicAddress],
    answer: plainAnswer,
    network: {
      resolve: async (host) => sink.addresses(host),
      connect: (address, host) => {
        dialled.push(address);
        return new Promise((resolve, reject) => {
          const socket = connect({ host: '127.0.0.1', port, servername: host, ca: certificate.cert }, () =>
            resolve(socket),
          );
          socket.once('error', reject);
        });
      },
    },
    close: async () => {
      server.closeAllConnections();
      await close();
    },
  };
  return sink;
}

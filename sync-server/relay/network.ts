/** The network as it is: the system's resolver, and TLS to port 443, from the address that exchanges know. */
import { lookup } from 'node:dns/promises';
import { connect } from 'node:tls';
import type { RelayNetwork } from './upstream';

const connectMs = 3_000;

export const createNetwork = (localAddress: string | null): RelayNetwork => ({
  async resolve(host) {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  },
  connect: (address, host) =>
    new Promise((resolve, reject) => {
      const from = localAddress === null ? {} : { localAddress };
      const socket = connect({ host: address, port: 443, servername: host, ALPNProtocols: ['http/1.1'], ...from });
      const late = setTimeout(() => socket.destroy(new Error('connect timeout')), connectMs);
      socket.once('secureConnect', () => {
        clearTimeout(late);
        socket.off('error', reject);
        resolve(socket);
      });
      socket.once('error', (error) => {
        clearTimeout(late);
        reject(error);
      });
    }),
});

/** The network as it is: the system's resolver, and TLS to port 443, from the address that exchanges know. */
import { lookup } from 'node:dns/promises';
import { connect } from 'node:tls';
import type { RelayNetwork } from './upstream';

export const createNetwork = (localAddress: string | null): RelayNetwork => ({
  async resolve(host) {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  },
  connect: (address, host, signal) =>
    new Promise((resolve, reject) => {
      const from = localAddress === null ? {} : { localAddress };
      const socket = connect({ host: address, port: 443, servername: host, ALPNProtocols: ['http/1.1'], ...from });
      const late = () => socket.destroy(signal.reason);
      signal.addEventListener('abort', late);
      socket.once('secureConnect', () => {
        signal.removeEventListener('abort', late);
        socket.off('error', reject);
        resolve(socket);
      });
      socket.once('error', (error) => {
        signal.removeEventListener('abort', late);
        reject(error);
      });
    }),
});

/** An open vault for the store's tests: AES-256-GCM over the contract, with the context as associated data. */
import { err, ok } from '../../../../shared/result';
import type { OpenVault, SealContext } from '../../../../shared/vault/open-vault';

const contextBytes = (context: SealContext): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify([context.purpose, context.recordId, context.kind, context.schemaVersion]));

const hex = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('hex');

/** A vault whose keys come from `seed` (one byte), so that reopening gives the same one. */
export async function sealedVault(seed = 1): Promise<OpenVault> {
  const raw = new Uint8Array(32).fill(seed);
  const aes = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const mac = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return {
    vaultId: `vault-${seed}`,
    async seal(context, plaintext) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const additionalData = contextBytes(context);
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, aes, plaintext.slice());
      return Uint8Array.from([1, ...iv, ...new Uint8Array(sealed)]);
    },
    async open(context, envelope) {
      if (envelope.byteLength < 29 || envelope[0] !== 1) return err({ reason: 'damaged' });
      try {
        const iv = envelope.slice(1, 13);
        const additionalData = contextBytes(context);
        return ok(
          new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, aes, envelope.slice(13))),
        );
      } catch {
        return err({ reason: 'tampered' });
      }
    },
    async recordId(...parts) {
      return hex(await crypto.subtle.sign('HMAC', mac, new TextEncoder().encode(JSON.stringify(parts))));
    },
  };
}

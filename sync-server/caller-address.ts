/** Where a request comes from: the peer, or what proxies that are trusted say of it. */
import ipaddr from 'ipaddr.js';

const plain = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | null => (ipaddr.isValid(text) ? ipaddr.process(text) : null);

function isIn(address: ipaddr.IPv4 | ipaddr.IPv6, ranges: readonly string[]): boolean {
  return ranges.some((range) => {
    const [base, bits] = range.includes('/') ? ipaddr.parseCIDR(range) : [ipaddr.process(range), null];
    return base.kind() === address.kind() && address.match(base, bits ?? (base.kind() === 'ipv4' ? 32 : 128));
  });
}

/**
 * The caller's address: the peer's own, unless that is a trusted proxy; then the last one in X-Forwarded-For that is none. What
 * stands further left was written by whoever called and counts for nothing.
 */
export function callerAddress(peer: string, forwardedFor: string | undefined, trusted: readonly string[]): string {
  let address = plain(peer);
  if (address === null) return peer;
  for (const hop of (forwardedFor ?? '').split(',').toReversed()) {
    if (!isIn(address, trusted)) break;
    const next = plain(hop.trim());
    if (next === null) break;
    address = next;
  }
  return address.toString();
}

/** What is counted: an IPv4 address, or the network of 64 bits that one household or host has of IPv6. */
export function addressKey(address: string): string {
  const parsed = plain(address);
  if (parsed === null) return 'unknown';
  return parsed instanceof ipaddr.IPv6 ? `${parsed.toByteArray().slice(0, 8).join('.')}/64` : parsed.toString();
}

/** Which addresses the relay may call: those of the public Internet and no other. */
import ipaddr from 'ipaddr.js';

const globalV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address, in the plain spelling that a resolver gives, is global unicast. An IPv4 address inside of an IPv6 one is
 * judged as what it is; every other spelling (octal, hex, decimal, with a zone) is refused.
 */
export function isGlobalAddress(text: string): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !(text.includes(':') && ipaddr.IPv6.isValid(text))) return false;
  if (text.includes('%')) return false;
  const address = ipaddr.process(text);
  if (address instanceof ipaddr.IPv6) return address.match(globalV6) && address.range() === 'unicast';
  return address.range() === 'unicast';
}

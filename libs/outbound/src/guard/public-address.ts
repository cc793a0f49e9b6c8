import ipaddr from 'ipaddr.js';

/** Cloud metadata that lies among public addresses: Azure's. The others' is link-local, unique-local or shared. */
const metadata: readonly string[] = ['168.63.129.16'];

/** What of IPv6 has been given out at all. An address outside of it, like ::7f00:1, is an old way to write another. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address is one of the public internet. Not private, loopback, link-local, shared, multicast or
 * reserved, and none that carries another address inside (IPv4-mapped, NAT64, 6to4, Teredo), whatever that one is.
 */
export function isPublic(text: string): boolean {
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast' || metadata.includes(text)) return false;
  return address.kind() === 'ipv4' || address.match(globalUnicast);
}

import ipaddr from 'ipaddr.js';

const ipv6NetworkParts = 4;

/**
 * What an address is limited under. An IPv4 address by itself, however it is written; an IPv6 address by its /64,
 * because one customer has a whole one. Whatever is no address shares one key.
 */
export function addressKey(ip: string | undefined): string {
  const address = withoutPort(ip ?? '');
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (!('parts' in parsed)) return parsed.toString();
  const network = parsed.parts.slice(0, ipv6NetworkParts);
  return new ipaddr.IPv6([...network, 0, 0, 0, 0]).toString();
}

/** Some proxies write the client's port, too: `203.0.113.9:5040`, `[2001:db8::1]:5040`. */
function withoutPort(address: string): string {
  const [, ipv4, ipv6] = /^(?:([\d.]+):\d+|\[([^\]]+)\](?::\d+)?)$/.exec(address) ?? [];
  return ipv4 ?? ipv6 ?? address;
}

import { isIP } from 'node:net';
import { AppError } from '@memo/errors';
import ipaddr from 'ipaddr.js';

/** What the operator lets users reach although it is not public. */
export interface AllowList {
  hasHost(name: string): boolean;
  hasAddress(address: string): boolean;
}

/**
 * @param entries host names, IP addresses and CIDR ranges.
 * @throws AppError `misconfigured` for one that is none of these.
 */
export function createAllowList(entries: readonly string[]): AllowList {
  const names = new Set<string>();
  const ranges: ReturnType<typeof ipaddr.parseCIDR>[] = [];
  for (const entry of entries) {
    if (isIP(entry) !== 0)
      ranges.push(ipaddr.parseCIDR(`${entry}/${isIP(entry) === 4 ? 32 : 128}`));
    else if (ipaddr.isValidCIDR(entry)) ranges.push(ipaddr.parseCIDR(entry));
    else if (URL.parse(`http://${entry}`)?.hostname === entry.toLowerCase()) {
      names.add(entry.toLowerCase());
    } else {
      const message = `“${entry}” is neither a host name nor an IP address nor a range like 10.1.0.0/16.`;
      throw new AppError('misconfigured', message);
    }
  }
  return {
    hasHost: (name) => names.has(name),
    hasAddress: (text) => {
      const address = ipaddr.parse(text);
      return ranges.some(
        ([range, bits]) => range.kind() === address.kind() && address.match(range, bits),
      );
    },
  };
}

import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { AppError } from '@memo/errors';
import { hasCredentials, isWeb, type Reach } from '../destination.ts';
import { createAllowList } from './allow-list.ts';
import { isPublic } from './public-address.ts';

export interface GuardOptions {
  /** Host names, IP addresses and CIDR ranges that may be reached although they are not public, at any port. */
  allow?: readonly string[];
  /** Refuses http. */
  httpsOnly?: boolean;
  /** All addresses of a host name. */
  resolve?: (hostname: string) => Promise<LookupAddress[]>;
}

const resolveBySystem = (hostname: string) => lookup(hostname, { all: true });

/**
 * For addresses that users choose: leads to the public internet and nowhere else, so that nobody reaches through us
 * what stands beside us. The host name is looked up once and the connection goes to what was checked: a second answer,
 * with which a name server could lead elsewhere, is never asked for.
 *
 * Throws AppError `invalid_input` code `address_refused`, and `unavailable` where the host name cannot be looked up.
 */
export function createGuard(options: GuardOptions = {}): Reach {
  const { httpsOnly = false, resolve = resolveBySystem } = options;
  const allowed = createAllowList(options.allow ?? []);

  return async (address, signal) => {
    const url = parse(address);
    if (httpsOnly && url.protocol !== 'https:') throw refused('must begin with https://');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = await addressesOf(host, signal);
    const isListed = (ip: string) => allowed.hasHost(host) || allowed.hasAddress(ip);
    // One that is not allowed refuses all: a name that also leads inside is not one of the public internet.
    if (!addresses.every((one) => isListed(one.address) || isPublic(one.address))) {
      throw refused('leads into a private network');
    }
    if (!isPortOfWeb(url) && !addresses.every((one) => isListed(one.address))) {
      throw refused('names a port that is not one of the web: use 80, 443 or one above 1023');
    }
    return { url, addresses };
  };

  async function addressesOf(host: string, signal: AbortSignal): Promise<LookupAddress[]> {
    const family = isIP(host);
    if (family !== 0) return [{ address: host, family }];
    signal.throwIfAborted();
    const stopped = once(signal, 'abort');
    try {
      // A lookup cannot be stopped, only left.
      const found: LookupAddress[] = await Promise.race([stopped, resolve(host)]);
      signal.throwIfAborted();
      if (found.length > 0) return found;
    } catch (cause) {
      signal.throwIfAborted();
      throw new AppError('unavailable', `There is no server by the name of ${host}.`, { cause });
    }
    throw new AppError('unavailable', `There is no server by the name of ${host}.`);
  }
}

/** An address in its one spelling: numbers in dotted form, no dot at the end of the name. */
function parse(address: string): URL {
  const url = URL.parse(address);
  if (url === null || !isWeb(url)) throw refused('must begin with http:// or https://');
  if (hasCredentials(url)) throw refused('must not hold a user name or password');
  url.hostname = url.hostname.replace(/\.$/, '');
  return url;
}

/** Below 1024 are mail, name and file servers and the like, which are not to be spoken HTTP to. */
const isPortOfWeb = ({ port }: URL): boolean =>
  port === '' || port === '80' || port === '443' || Number(port) >= 1_024;

const refused = (why: string): AppError =>
  new AppError('invalid_input', `This address cannot be used: it ${why}.`, {
    code: 'address_refused',
  });

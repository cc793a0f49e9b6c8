import type { LookupAddress } from 'node:dns';
import { AppError } from '@memo/errors';

/** Where one request goes. */
export interface Destination {
  url: URL;
  /** What its host name stands for: the connection goes to one of these and no name is looked up again. Null: any. */
  addresses: readonly LookupAddress[] | null;
}

/**
 * Whether and where a request to an address may go; asked anew for every redirect.
 * @throws AppError that says what is wrong with the address; the reason of an aborted signal.
 */
export type Reach = (address: string, signal: AbortSignal) => Promise<Destination>;

/** An address that the operator has set: any host, private ones too, by the system's own name resolution and proxy. */
export const operatorAddress: Reach = async (address) => {
  const url = URL.parse(address);
  if (url === null || !isWeb(url) || hasCredentials(url)) {
    const message =
      'The address must begin with http:// or https:// and hold no user name or password.';
    return Promise.reject(new AppError('misconfigured', message));
  }
  return Promise.resolve({ url, addresses: null });
};

export const isWeb = ({ protocol }: URL): boolean => protocol === 'http:' || protocol === 'https:';

export const hasCredentials = ({ username, password }: URL): boolean =>
  username !== '' || password !== '';

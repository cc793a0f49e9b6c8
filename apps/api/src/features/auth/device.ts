import { randomBytes } from 'node:crypto';
import { createSigner } from '@memo/access';
import type { Origin } from '@memo/entities';
import type { Request } from 'express';
import { cookieOf, hostCookie } from '../../http/cookies.ts';
import { addressKey } from '../../http/client-address.ts';
import { originOf } from '../../http/origin.ts';

/** What somebody signs in with, as far as it tells. */
export interface Device extends Origin {
  /** What the app or browser calls itself. */
  client: string | null;
  /**
   * Whether a proxy that is not trusted stands before it (`TRUST_PROXY`): its address is the proxy's, and so is everybody
   * else's.
   */
  isHidden: boolean;
  /** What it got when somebody signed in with it before; null where it brought nothing. */
  mark: string | null;
}

const cookieName = '__Host-memo-device';
const markDays = 90;
const dayMs = 86_400_000;
const maxClientLength = 200;

export function deviceOf(req: Request): Device {
  const client = req.get('user-agent')?.slice(0, maxClientLength).toWellFormed();
  return {
    ...originOf(req),
    client: client === undefined || client === '' ? null : client,
    isHidden: req.get('x-forwarded-for') !== undefined && req.ips.length === 0,
    mark: cookieOf(req, cookieName),
  };
}

export const deviceCookie = (mark: string): string =>
  hostCookie(cookieName, mark, (markDays * dayMs) / 1000);

interface MarkedAccount {
  id: number;
  /** A mark from before the account was taken over is none. */
  tokenVersion: number;
}

/** Marks that tell a device somebody signed in with before from one that guesses. They open nothing. */
export interface Devices {
  /** A mark of the device for this account, good for 90 days: under its own name, where it has one of it. */
  mark(device: Device, account: MarkedAccount): string;
  /** The device's name where its mark is one of this account, null where it is not. */
  nameOf(device: Device, account: MarkedAccount): string | null;
}

/** @param secret the one that signs access tokens; marks are made with a key that comes of it. */
export function createDevices(secret: string, nowMs = Date.now): Devices {
  const signer = createSigner(secret, 'memo devices');
  const signed = (name: string, until: string, { id, tokenVersion }: MarkedAccount) =>
    `${name} ${until} ${id} ${tokenVersion}`;

  const nameOf: Devices['nameOf'] = ({ mark }, account) => {
    const [name = '', until = '', signature = '', ...more] = mark?.split('.') ?? [];
    if (name === '' || more.length > 0) return null;
    if (!signer.isSigned(signed(name, until, account), signature)) return null;
    return Number(until) > nowMs() ? name : null;
  };
  return {
    mark: (device, account) => {
      const name = nameOf(device, account) ?? randomBytes(16).toString('base64url');
      const until = String(nowMs() + markDays * dayMs);
      return `${name}.${until}.${signer.sign(signed(name, until, account))}`;
    },
    nameOf,
  };
}

/** Whether a session of the account was opened or went on at the device's address, as far as that is its own. */
export const isKnownAddress = (
  { ip, isHidden }: Device,
  knownAddresses: readonly string[],
): boolean =>
  ip !== null && !isHidden && knownAddresses.some((known) => addressKey(known) === addressKey(ip));

import { notAuthenticated, personOf } from '@memo/access';
import type { Database, Scope } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { Request, Response } from 'express';
import { whenGone } from '../../http/when-gone.ts';
import { notWaitedFor } from './auth.examples.ts';
import type { AuthRepository } from './auth.repository.ts';
import { deviceOf, isKnownAddress, type Device, type Devices } from './device.ts';
import type { Guesses } from './guesses.ts';
import type { Passwords } from './passwords.ts';
import { isFreshSession } from './proof.sql.ts';

export interface ProofRequest {
  /** What the caller sent of it. */
  password: string | undefined;
  device: Device;
  /** Counts the request by what it is about. */
  count: (key: string) => Promise<void>;
  /** Fires when nobody waits for the answer any more. */
  gone: AbortSignal;
}

/**
 * That the caller is the person, and not somebody who found their device or their token: by the password, or by having
 * signed in within the last ten minutes.
 * @throws AppError `forbidden` code `wrong_password` or `proof_needed`; `rate_limited`; `unavailable`.
 */
export type Prove = (scope: Scope, request: ProofRequest) => Promise<void>;

/** The same of a request as it comes. */
export type ProveCaller = (
  scope: Scope,
  asked: Pick<ProofRequest, 'password' | 'count'> & { req: Request; res: Response },
) => Promise<void>;

export interface ProofDeps {
  database: Pick<Database, 'openRows'>;
  repository: Pick<AuthRepository, 'findAccount' | 'findLocalByEmail'>;
  devices: Devices;
  passwords: Passwords;
  guesses: Guesses;
}

const freshSeconds = 600;

export const wrongPasswordDetail = 'The password is wrong.';
export const proofNeededDetail =
  'Prove that it is you: send your password, or sign in again and ask within ten minutes.';

export const proveCaller =
  (prove: Prove): ProveCaller =>
  (scope, { req, res, ...asked }) =>
    prove(scope, { ...asked, device: deviceOf(req), gone: whenGone(res, notWaitedFor) });

export function createProof(deps: ProofDeps): Prove {
  const { database, repository, devices, passwords, guesses } = deps;
  const rows = database.openRows();

  async function requirePassword(userId: number, password: string, request: ProofRequest) {
    const { device, count, gone } = request;
    await count(`proof ${userId}`);
    const account = await repository.findAccount(userId);
    if (account === null) throw notAuthenticated();
    const { email } = account.user;
    const local = await repository.findLocalByEmail(email);
    const isKnown =
      devices.nameOf(device, account.user) !== null ||
      isKnownAddress(device, local?.addresses ?? []);
    const takeBack = isKnown ? undefined : await guesses.count({ email, account, device });
    const { matches } = await passwords
      .verify(local?.passwordHash ?? null, password, { caller: `user:${userId}`, gone })
      .catch(async (error: unknown) => {
        // What was not checked was no guess.
        await takeBack?.();
        throw error;
      });
    if (!matches) throw new AppError('forbidden', wrongPasswordDetail, { code: 'wrong_password' });
    await takeBack?.();
  }

  return async (scope, request) => {
    const userId = personOf(scope);
    if (request.password !== undefined) return requirePassword(userId, request.password, request);
    const { actor } = scope;
    const familyId = actor.kind === 'user' ? (actor.sessionId ?? null) : null;
    const session =
      familyId === null
        ? null
        : await rows.first(isFreshSession, { userId, familyId, seconds: freshSeconds });
    if (session?.fresh !== true) {
      throw new AppError('forbidden', proofNeededDetail, { code: 'proof_needed' });
    }
  };
}

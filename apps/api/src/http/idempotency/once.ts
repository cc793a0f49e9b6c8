import type { Scope, Transaction } from '@memo/entities';
import { InvalidInput } from '../validate.ts';
import { fingerprintOf, type Content } from './fingerprint.ts';
import { keyHeader } from './key-header.ts';
import type { Reservations } from './reservations.ts';

/** Keeps the name of what is made with the key of the request, in the transaction that makes it. */
export type KeepMade = (tx: Transaction, subject: string) => Promise<void>;

/** The key of one request, from before its body is read to its answer. */
export interface Once {
  /**
   * What an earlier request of this content made; null where there was none, and the caller is to make it. Asked once,
   * when all of the request is known.
   * @param scope in whose workspace it is to be made: a form names it after the key was reserved.
   * @throws InvalidInput for other content under the key; AppError `conflict` while another request has it.
   */
  made(scope: Scope, content: Content): Promise<string | null>;
  /** Whether an earlier request under the key has made something: of this content, or it is refused. */
  isRepeat: boolean;
  keep: KeepMade;
  /** Whether this request has made something. */
  hasKept(): boolean;
  /** When the request is over. Never fails. */
  end(): Promise<void>;
}

/**
 * Reserves the key of a request.
 * @param what tells the requests of one route about one thing from all others.
 * @throws AppError `conflict` while another request has it.
 */
export async function beginOnce(
  reservations: Reservations,
  scope: Scope,
  key: string,
  what: unknown,
): Promise<Once> {
  let reservation = await reservations.reserve(scope, key);
  let workspaceId = scope.workspaceId;
  let fingerprint: string | null = null;
  let kept = false;

  /** The key is the workspace's in which something is made, which a form may name only now. */
  async function moveTo(entered: Scope): Promise<void> {
    if (entered.workspaceId === workspaceId) return;
    const there = await reservations.reserve(entered, key);
    const left = reservation;
    reservation = there;
    workspaceId = entered.workspaceId;
    await left.release();
  }

  return {
    isRepeat: reservation.kept !== null,
    made: async (entered, content) => {
      await moveTo(entered);
      fingerprint = fingerprintOf([what, content]);
      if (reservation.kept === null) return null;
      if (reservation.kept.fingerprint !== fingerprint) throw usedOtherwise();
      return reservation.kept.subject;
    },
    keep: async (tx, subject) => {
      if (fingerprint === null) throw new Error('Something is made of a request not read yet.');
      await reservation.keep(tx, { fingerprint, subject });
      kept = true;
    },
    hasKept: () => kept,
    end: () => reservation.release(),
  };
}

const usedOtherwise = (): InvalidInput =>
  new InvalidInput([
    {
      loc: ['header', keyHeader],
      msg: 'was used for another request; send this one under a key of its own',
      type: 'value_error.idempotency_key',
    },
  ]);

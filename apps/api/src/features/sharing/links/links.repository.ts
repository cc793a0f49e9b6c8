import { hashShareToken, personOf } from '@memo/access';
import { newId, ShareLink, type Database, type Scope, type Transaction } from '@memo/entities';
import { countLinks, listLinks, lockLinks, pruneLinks, type LinkRow } from './links.sql.ts';

/** What people see of the links of one meeting. */
const listed = 200;
const prunedAtOnce = 1_000;

export type LinkColumns = Partial<
  Pick<ShareLink, 'parts' | 'expiresAt' | 'passwordHash' | 'revokedAt'>
>;

export interface LinksRepository {
  /** Until the transaction ends nobody else changes the links of the meeting; false where there is no meeting. */
  lock(scope: Scope, tx: Transaction, meetingId: string): Promise<boolean>;
  list(scope: Scope, meetingId: string): Promise<LinkRow[]>;
  find(scope: Scope, tx: Transaction, meetingId: string, linkId: string): Promise<LinkRow | null>;
  /** How many are neither revoked nor expired. */
  count(scope: Scope, tx: Transaction, meetingId: string): Promise<number>;
  /** @returns its id. */
  insert(
    scope: Scope,
    tx: Transaction,
    link: { meetingId: string; token: string } & Required<Omit<LinkColumns, 'revokedAt'>>,
  ): Promise<string>;
  update(scope: Scope, tx: Transaction, linkId: string, change: LinkColumns): Promise<void>;
  /** Forgets links that are over for that long. @returns how many. */
  prune(days: number): Promise<number>;
}

export function createLinksRepository({ rows, openRows }: Database): LinksRepository {
  return {
    lock: async (scope, tx, meetingId) =>
      (await rows(scope, tx).first(lockLinks, { meetingId })) !== null,

    list: (scope, meetingId) => rows(scope).all(listLinks, { meetingId, id: null, limit: listed }),

    find: (scope, tx, meetingId, id) =>
      rows(scope, tx).first(listLinks, { meetingId, id, limit: 1 }),

    count: async (scope, tx, meetingId) =>
      (await rows(scope, tx).first(countLinks, { meetingId }))?.count ?? 0,

    insert: async (scope, tx, { token, ...link }) => {
      const id = newId();
      const made = { tokenHash: hashShareToken(token), createdBy: personOf(scope) };
      await rows(scope, tx).insert(ShareLink, { id, ...link, ...made });
      return id;
    },

    update: async (scope, tx, id, change) => {
      await rows(scope, tx).update(ShareLink, { id }, change);
    },

    prune: (days) => openRows().run(pruneLinks, { days, limit: prunedAtOnce }),
  };
}

import {
  IsNull,
  type EntityManager,
  type EntityTarget,
  type FindOperator,
  type FindOptionsOrder,
  type FindOptionsWhere,
  type QueryDeepPartialEntity,
} from 'typeorm';
import { Meeting } from '../meetings/meeting.ts';

/** A row with its workspace; a nullable one (a default template) needs a statement. */
interface Owned {
  workspaceId: string;
}

type NewRow<E> = Omit<QueryDeepPartialEntity<E>, 'workspaceId'>;
type Where<E> = Omit<FindOptionsWhere<E>, 'workspaceId'> & Named<E>;

type OneOrSome = string | FindOperator<string>;

/** Meetings, and what is of one, are named: several of them may be private to others, which a statement asks about. */
type Named<E> = E extends { meetingId: string }
  ? Record<'meetingId', OneOrSome> | Record<'id', OneOrSome>
  : E extends Pick<Meeting, 'id' | 'visibility'>
    ? Record<'id', OneOrSome>
    : unknown;

/** Entities of one workspace: what they are found by and written with has its workspace added, whatever it says. */
export interface OwnedEntities {
  insert<E extends Owned>(entity: EntityTarget<E>, rows: NewRow<E> | NewRow<E>[]): Promise<void>;
  /** @returns how many rows were changed. */
  update<E extends Owned>(
    entity: EntityTarget<E>,
    where: Where<E>,
    change: NewRow<E>,
  ): Promise<number>;
  /** @returns how many rows went. */
  delete<E extends Owned>(entity: EntityTarget<E>, where: Where<E>): Promise<number>;
  find<E extends Owned>(
    entity: EntityTarget<E>,
    where: Where<E>,
    order?: FindOptionsOrder<E>,
  ): Promise<E[]>;
  findOne<E extends Owned>(entity: EntityTarget<E>, where: Where<E>): Promise<E | null>;
}

export function createOwnedEntities(manager: EntityManager, workspaceId: string): OwnedEntities {
  const ofTenant = <E extends Owned>(entity: EntityTarget<E>, where: Where<E>) =>
    ({
      ...where,
      workspaceId,
      // A meeting that was deleted is gone for everyone, though its row stays for a while.
      ...(entity === Meeting && { deletedAt: IsNull() }),
    }) as FindOptionsWhere<E>;

  return {
    insert: async (entity, rows) => {
      const list = Array.isArray(rows) ? rows : [rows];
      await manager.insert(
        entity,
        list.map((row) => ({ ...row, workspaceId })) as QueryDeepPartialEntity<Owned>[] as never,
      );
    },
    update: async (entity, where, change) => {
      const { affected } = await manager.update(entity, ofTenant(entity, where), change as never);
      return affected ?? 0;
    },
    delete: async (entity, where) => {
      const { affected } = await manager.delete(entity, ofTenant(entity, where));
      return affected ?? 0;
    },
    find: (entity, where, order) =>
      manager.find(entity, { where: ofTenant(entity, where), ...(order && { order }) }),
    findOne: (entity, where) => manager.findOneBy(entity, ofTenant(entity, where)),
  };
}

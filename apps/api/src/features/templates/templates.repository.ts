import { personOf } from '@memo/access';
import { newId, Template, type Scope, type Transaction } from '@memo/entities';
import { IsNull, type DataSource } from 'typeorm';
import type { TemplateColumns } from './templates.mapper.ts';

export interface TemplateUsage {
  count: number;
  /** Of all their texts, in UTF-8. */
  bytes: number;
}

export interface TemplatesRepository {
  /** What the workspace may choose from: the defaults in their fixed order, then its own by newest. */
  list(scope: Scope): Promise<Template[]>;
  /** A default template or one of the workspace, whoever made it; null when there is none or it was deleted. */
  find(scope: Scope, templateId: string, tx?: Transaction): Promise<Template | null>;
  /** Until the transaction ends no other change to the workspace's templates is under way. */
  lock(scope: Scope, tx: Transaction): Promise<void>;
  /** @returns the new template's id. */
  insert(scope: Scope, tx: Transaction, columns: TemplateColumns): Promise<string>;
  update(
    scope: Scope,
    tx: Transaction,
    templateId: string,
    columns: TemplateColumns,
  ): Promise<void>;
  /** The row stays: meetings under way follow its prompts to the end. */
  deactivate(scope: Scope, tx: Transaction, templateId: string): Promise<void>;
  /** How much the workspace has of its own. */
  usage(scope: Scope, tx: Transaction): Promise<TemplateUsage>;
}

export function createTemplatesRepository({ manager }: DataSource): TemplatesRepository {
  return {
    list: async ({ workspaceId }) => {
      const [defaults, own] = await Promise.all([
        manager.find(Template, {
          where: { workspaceId: IsNull(), isActive: true },
          order: { id: 'ASC' },
        }),
        manager.find(Template, {
          where: { workspaceId, isActive: true },
          order: { createdAt: 'DESC', id: 'DESC' },
        }),
      ]);
      return [...defaults, ...own];
    },

    find: ({ workspaceId }, id, tx) =>
      (tx?.manager ?? manager).findOneBy(Template, [
        { id, isActive: true, workspaceId },
        { id, isActive: true, workspaceId: IsNull() },
      ]),

    lock: async ({ workspaceId }, tx) => {
      // Taken before anything else, so two changes cannot wait for each other. Lets through whoever only refers to the row.
      await tx.manager.query('SELECT 1 FROM workspaces WHERE id = $1 FOR NO KEY UPDATE', [
        workspaceId,
      ]);
    },

    insert: async (scope, tx, columns) => {
      const { workspaceId } = scope;
      const id = newId();
      await tx.manager.insert(Template, {
        ...columns,
        id,
        workspaceId,
        createdBy: personOf(scope),
      });
      return id;
    },

    update: async ({ workspaceId }, tx, id, columns) => {
      await tx.manager.update(Template, { id, workspaceId }, columns);
    },

    deactivate: async ({ workspaceId }, tx, id) => {
      await tx.manager.update(Template, { id, workspaceId }, { isActive: false });
    },

    usage: async ({ workspaceId }, tx) => {
      const rows: TemplateUsage[] = await tx.manager.query(
        `SELECT count(*)::int AS count, coalesce(sum(octet_length(concat(title, description, transcription_prompt,
           summary_prompt, key_points_prompt, speaker_diarization))), 0)::float8 AS bytes
         FROM templates WHERE workspace_id = $1 AND is_active`,
        [workspaceId],
      );
      return rows[0] ?? { count: 0, bytes: 0 };
    },
  };
}

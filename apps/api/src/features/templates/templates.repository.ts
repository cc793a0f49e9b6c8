import { personOf } from '@memo/access';
import { newId, type Database, type Scope, type Transaction } from '@memo/entities';
import type { NewTemplate, TemplateChanges } from './templates.schemas.ts';
import {
  changeTemplate,
  deactivateTemplate,
  findTemplate,
  insertTemplate,
  listTemplates,
  lockWorkspace,
  readUsage,
  type TemplateRow,
} from './templates.sql.ts';

export interface TemplateUsage {
  count: number;
  /** Of all their texts, in UTF-8. */
  bytes: number;
}

export interface TemplatesRepository {
  /** What the workspace may choose from: the defaults in their fixed order, then its own by newest. */
  list(scope: Scope): Promise<TemplateRow[]>;
  /** A default template or one that any member of the workspace made; null when there is none or it was deleted. */
  find(scope: Scope, templateId: string, tx?: Transaction): Promise<TemplateRow | null>;
  /** Until the transaction ends no other change to the workspace's templates is under way. */
  lock(scope: Scope, tx: Transaction): Promise<void>;
  /** @returns the new template's id. */
  insert(scope: Scope, tx: Transaction, fields: NewTemplate): Promise<string>;
  update(
    scope: Scope,
    tx: Transaction,
    templateId: string,
    changes: TemplateChanges,
  ): Promise<void>;
  /** The row stays: meetings under way follow its prompts to the end. */
  deactivate(scope: Scope, tx: Transaction, templateId: string): Promise<void>;
  /** How much the workspace has of its own. */
  usage(scope: Scope, tx: Transaction): Promise<TemplateUsage>;
}

export function createTemplatesRepository({ rows, openRows }: Database): TemplatesRepository {
  return {
    list: (scope) => rows(scope).all(listTemplates, {}),

    find: (scope, id, tx) => rows(scope, tx).first(findTemplate, { id }),

    lock: async ({ workspaceId: id }, tx) => {
      // Taken before anything else, so two changes cannot wait for each other.
      await openRows(tx).first(lockWorkspace, { id });
    },

    insert: async (scope, tx, fields) => {
      const id = newId();
      const createdBy = personOf(scope);
      await rows(scope, tx).run(insertTemplate, { ...fields, id, createdBy });
      return id;
    },

    update: async (scope, tx, id, changes) => {
      await rows(scope, tx).run(changeTemplate, {
        id,
        sent: Object.keys(changes),
        // What was not sent is not written.
        title: changes.title ?? null,
        description: changes.description ?? null,
        transcription_prompt: changes.transcription_prompt ?? null,
        summary_prompt: changes.summary_prompt ?? null,
        key_points_prompt: changes.key_points_prompt ?? [],
        speaker_diarization: changes.speaker_diarization ?? null,
      });
    },

    deactivate: async (scope, tx, id) => {
      await rows(scope, tx).run(deactivateTemplate, { id });
    },

    usage: async (scope, tx) =>
      (await rows(scope, tx).first(readUsage, {})) ?? { count: 0, bytes: 0 },
  };
}

import { personOf } from '@memo/access';
import type { Scope, Transact, Transaction } from '@memo/entities';
import type { AuditLog } from '@memo/journal';
import type { KeepMade } from '../../http/idempotency/once.ts';
import { offsetOf, toPage } from '../../http/page.ts';
import type { TemplatesCache } from './templates.cache.ts';
import { toWireTemplate } from './templates.mapper.ts';
import type { TemplatesRepository } from './templates.repository.ts';
import type {
  ListQuery,
  NewTemplate,
  TemplateChanges,
  WireTemplate,
  WireTemplatePage,
} from './templates.schemas.ts';
import type { TemplateRow } from './templates.sql.ts';
import { notFound, refuseExcess, refuseOthers } from './template-rules.ts';

/** Which templates a list is about: all the caller may choose, the defaults, or those the caller made. */
export type Selection = 'all' | 'defaults' | 'mine';

export interface TemplatesService {
  list(scope: Scope, selection: Selection, query: ListQuery): Promise<WireTemplatePage>;
  /** @throws AppError `not_found`, also for another workspace's template and for a deleted one. */
  get(scope: Scope, templateId: string): Promise<WireTemplate>;
  /** @throws AppError `conflict` when the workspace has no room left. */
  create(scope: Scope, template: NewTemplate, keep: KeepMade): Promise<WireTemplate>;
  /** @throws AppError `forbidden` when it is not the caller's own, `not_found`, `conflict`. */
  update(scope: Scope, templateId: string, changes: TemplateChanges): Promise<WireTemplate>;
  /** @throws AppError `forbidden` when it is not the caller's own, `not_found`. */
  delete(scope: Scope, templateId: string): Promise<void>;
}

export interface TemplatesDeps {
  repository: TemplatesRepository;
  cache: TemplatesCache;
  transact: Transact;
  audit: AuditLog;
}

export function createTemplatesService(deps: TemplatesDeps): TemplatesService {
  const { repository, cache, transact, audit } = deps;

  /** One change of the workspace's templates at a time, seen by every process once it is committed. */
  function change<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return transact(async (tx) => {
      await repository.lock(scope, tx);
      tx.afterCommit(() => cache.invalidate(scope));
      return work(tx);
    });
  }

  async function find(scope: Scope, templateId: string, tx?: Transaction): Promise<TemplateRow> {
    const template = await repository.find(scope, templateId, tx);
    if (template === null) throw notFound();
    return template;
  }

  return {
    list: async (scope, selection, query) => {
      const templates = await cache.read(scope, async () =>
        (await repository.list(scope)).map(toWireTemplate),
      );
      const found = templates.filter(
        (template) => isSelected(template, selection, scope) && matches(template, query.search),
      );
      const offset = offsetOf(query);
      return toPage(found.slice(offset, offset + query.limit), found.length, query);
    },

    get: async (scope, templateId) => toWireTemplate(await find(scope, templateId)),

    create: (scope, fields, keep) =>
      change(scope, async (tx) => {
        const id = await repository.insert(scope, tx, fields);
        refuseExcess(await repository.usage(scope, tx));
        const template = await find(scope, id, tx);
        await audit.record(scope, tx, { action: 'template.created', subject: id });
        await keep(tx, id);
        return toWireTemplate(template);
      }),

    update: (scope, templateId, changes) =>
      change(scope, async (tx) => {
        refuseOthers(scope, await find(scope, templateId, tx));
        await repository.update(scope, tx, templateId, changes);
        refuseExcess(await repository.usage(scope, tx));
        const template = await find(scope, templateId, tx);
        await audit.record(scope, tx, {
          action: 'template.updated',
          subject: templateId,
          details: { fields: Object.keys(changes).sort().join(', ') },
        });
        return toWireTemplate(template);
      }),

    delete: (scope, templateId) =>
      change(scope, async (tx) => {
        refuseOthers(scope, await find(scope, templateId, tx));
        await repository.deactivate(scope, tx, templateId);
        await audit.record(scope, tx, { action: 'template.deleted', subject: templateId });
      }),
  };
}

function isSelected(template: WireTemplate, selection: Selection, scope: Scope): boolean {
  if (selection === 'defaults') return template.is_default;
  return selection === 'all' || template.created_by === personOf(scope);
}

function matches({ title, description }: WireTemplate, search: string): boolean {
  const wanted = comparable(search);
  return [title, description ?? ''].some((text) => comparable(text).includes(wanted));
}

/** Phones write an accent as a character of its own or not, as they please. */
const comparable = (text: string): string => text.normalize('NFC').toLowerCase();

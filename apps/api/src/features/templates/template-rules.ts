import { personOf } from '@memo/access';
import type { Scope } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { TemplateUsage } from './templates.repository.ts';
import type { TemplateRow } from './templates.sql.ts';

/** Few and small enough that the whole list can be read, kept and searched at once. */
export const maxTemplates = 1_000;
export const maxTextBytes = 2_000_000;

export const notFound = (): AppError => new AppError('not_found', 'Template not found');

/** @throws AppError `forbidden` unless the caller made the template. */
export function refuseOthers(scope: Scope, template: TemplateRow): void {
  if (template.workspace_id === null) throw new AppError('forbidden', defaultDetail);
  if (template.created_by !== personOf(scope)) throw new AppError('forbidden', othersDetail);
}

/** @throws AppError `conflict`. */
export function refuseExcess({ count, bytes }: TemplateUsage): void {
  if (count > maxTemplates) throw new AppError('conflict', tooManyDetail);
  if (bytes > maxTextBytes) throw new AppError('conflict', tooLongDetail);
}

export const defaultDetail =
  'A default template cannot be changed or deleted. Create a new template with its text and change that one.';
const othersDetail =
  'Only its author can change or delete this template. Create a new template with its text and change that one.';
export const tooManyDetail = `The workspace has ${maxTemplates} templates, which is the limit. Delete one that is no longer used.`;
const tooLongDetail =
  'The templates of the workspace hold more than 2 MB of text, which is the limit. Shorten them or delete one.';

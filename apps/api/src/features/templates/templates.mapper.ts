import type { Template } from '@memo/entities';
import type { TemplateChanges, WireTemplate } from './templates.schemas.ts';

export function toWireTemplate(template: Template): WireTemplate {
  return {
    id: template.id,
    title: template.title,
    description: template.description,
    transcription_prompt: template.transcriptionPrompt,
    summary_prompt: template.summaryPrompt,
    key_points_prompt: template.keyPointsPrompt,
    speaker_diarization: template.speakerDiarization,
    created_by: template.createdBy,
    is_default: template.workspaceId === null,
    is_active: template.isActive,
    created_at: template.createdAt.toISOString(),
    updated_at: template.updatedAt.toISOString(),
  };
}

export type TemplateColumns = Partial<
  Pick<
    Template,
    | 'title'
    | 'description'
    | 'transcriptionPrompt'
    | 'summaryPrompt'
    | 'keyPointsPrompt'
    | 'speakerDiarization'
  >
>;

const columnByField = {
  title: 'title',
  description: 'description',
  transcription_prompt: 'transcriptionPrompt',
  summary_prompt: 'summaryPrompt',
  key_points_prompt: 'keyPointsPrompt',
  speaker_diarization: 'speakerDiarization',
} as const satisfies Record<keyof TemplateChanges, keyof Template>;

/** The columns of the fields that were sent, and of no others. */
export function toColumns(changes: TemplateChanges): TemplateColumns {
  const columns = Object.entries(columnByField) as [keyof TemplateChanges, string][];
  const sent = columns.filter(([field]) => Object.hasOwn(changes, field));
  return Object.fromEntries(sent.map(([field, column]) => [column, changes[field]]));
}

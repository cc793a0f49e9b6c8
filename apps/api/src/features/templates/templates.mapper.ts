import type { WireTemplate } from './templates.schemas.ts';
import type { TemplateRow } from './templates.sql.ts';

export const toWireTemplate = (template: TemplateRow): WireTemplate => ({
  id: template.id,
  title: template.title,
  description: template.description,
  transcription_prompt: template.transcription_prompt,
  summary_prompt: template.summary_prompt,
  key_points_prompt: template.key_points_prompt,
  speaker_diarization: template.speaker_diarization,
  created_by: template.created_by,
  is_default: template.workspace_id === null,
  is_active: template.is_active,
  created_at: template.created_at.toISOString(),
  updated_at: template.updated_at.toISOString(),
});

import { z } from 'zod';

export const exportFormats = ['srt', 'vtt', 'txt', 'md', 'json', 'docx', 'pdf'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What each form is to a browser. */
export const contentTypes: Readonly<Record<ExportFormat, string>> = {
  srt: 'application/x-subrip; charset=utf-8',
  vtt: 'text/vtt; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
};

export const exportQuerySchema = z.object({
  format: z.enum(exportFormats).meta({
    description:
      '`srt` and `vtt`: subtitles; `txt`: the transcript; `md`, `docx`, `pdf`: note and transcript; `json`: the meeting as `GET /meetings/{meeting_id}` answers it',
    example: 'pdf',
  }),
});

export const exportBytesSchema = z.unknown().meta({ type: 'string', format: 'binary' });

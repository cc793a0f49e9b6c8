import { z } from 'zod';
import { exportFormats } from './formats.ts';

export const exportQuerySchema = z.object({
  format: z.enum(exportFormats).meta({
    description:
      '`srt` and `vtt`: subtitles; `txt`: the transcript; `md`, `docx`, `pdf`: note and transcript; `json`: the meeting as `GET /meetings/{meeting_id}` answers it',
    example: 'pdf',
  }),
});

export const exportBytesSchema = z.unknown().meta({ type: 'string', format: 'binary' });

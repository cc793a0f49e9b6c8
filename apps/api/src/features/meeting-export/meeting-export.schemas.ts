import { meetingSchema } from '@memo/meetings';
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

const textSchema = z.string();
const bytesSchema = z.unknown().meta({ type: 'string', format: 'binary' });

/** What each form is to who reads it. */
const contents = {
  srt: { schema: textSchema, example: '1\n00:00:00,000 --> 00:00:03,000\nAnn Lee: Welcome.\n\n' },
  vtt: {
    schema: textSchema,
    example: 'WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n<v Ann Lee>Welcome.</v>\n\n',
  },
  txt: { schema: textSchema, example: '[0:00] Ann Lee: Welcome to the review.\n' },
  md: { schema: textSchema, example: '# Review\n\n**Ann Lee** (0:00): Welcome to the review.\n' },
  json: { schema: meetingSchema },
  docx: { schema: bytesSchema },
  pdf: { schema: bytesSchema },
} satisfies Record<ExportFormat, object>;

/** The same by content type. */
export const exportContent = Object.fromEntries(
  exportFormats.map((format) => [
    contentTypes[format].replace('; charset=utf-8', ''),
    contents[format],
  ]),
);

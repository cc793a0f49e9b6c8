import { z } from 'zod';

const count = z.number().int();

export const transcriptionStatusSchema = z
  .object({
    engine: z
      .object({
        name: z.string(),
        description: z.string().describe('What this engine can and cannot do'),
      })
      .describe('What turns recordings into text here'),
    meetings: z
      .object({ pending: count, processing: count, completed: count, failed: count })
      .describe("How many of the workspace's own have each status"),
  })
  .meta({
    id: 'TranscriptionStatus',
    example: {
      engine: {
        name: 'gemini',
        description:
          'Google Gemini: gemini-3.5-transcribe for speech, gemini-3.8-flash for the note.',
      },
      meetings: { pending: 1, processing: 2, completed: 40, failed: 0 },
    },
  });

export type TranscriptionStatus = z.output<typeof transcriptionStatusSchema>;

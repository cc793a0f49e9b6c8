import { z } from 'zod';
import type { PresignedUpload } from '@memo/storage';
import type { RecordingRow } from './recordings.sql.ts';

export const recordingParamsSchema = z.object({ recording_id: z.uuid() });

const exampleOfRecording = {
  id: '0197a1b2-5f00-7c31-9a44-1d2e3f405199',
  meeting: '0197a1b2-5f00-7c31-9a44-1d2e3f405162',
  side: 0,
  filename: 'standup.m4a',
  content_type: 'audio/mp4',
  size_bytes: 31_457_280,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  status: 'expected' as const,
  created_at: '2025-06-24T14:30:00.000Z',
};

export const initiateSchema = z
  .object({
    filename: z
      .string()
      .min(1)
      .max(255)
      .describe('As it is called where it comes from; its ending, if it has one, is one of audio'),
    content_type: z
      .string()
      .max(200)
      .regex(/^[\w.+-]+\/[\w.+-]+(?: ?; ?[\w.+-]+=[\w.+"-]+)*$/, 'must be a media type')
      .describe('What the bytes are sent as; what they are is told by their content'),
    size_bytes: z.int().min(1).describe('At most MAX_DIRECT_UPLOAD_SIZE, 500 MB by default'),
    sha256: z
      .string()
      .regex(/^[\da-f]{64}$/i, 'must be 64 hexadecimal digits')
      .transform((text) => text.toLowerCase())
      .meta({ type: 'string', pattern: '^[0-9A-Fa-f]{64}$', description: 'Of all its bytes' }),
    side: z
      .int()
      .min(0)
      .max(1)
      .default(0)
      .describe('0 for the recording or its microphone side, 1 for its system-audio side'),
  })
  .meta({
    example: {
      filename: exampleOfRecording.filename,
      content_type: exampleOfRecording.content_type,
      size_bytes: exampleOfRecording.size_bytes,
      sha256: exampleOfRecording.sha256,
      side: 0,
    },
  });

export const recordingSchema = z
  .object({
    id: z.uuid(),
    meeting: z.uuid(),
    side: z.int(),
    filename: z.string().nullable(),
    content_type: z
      .string()
      .nullable()
      .describe('What its content is once it is stored; before, what was announced'),
    size_bytes: z.int().nullable(),
    sha256: z.string().nullable(),
    status: z.enum(['expected', 'stored']),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Recording', example: exampleOfRecording });

export const initiatedSchema = recordingSchema
  .extend({
    upload: z
      .object({
        method: z.literal('PUT'),
        url: z.string().describe('Opens the storage for this one object, without a token'),
        headers: z
          .record(z.string(), z.string())
          .describe('To be sent as they are; a browser sets Content-Length by itself'),
        expires_at: z.iso.datetime().describe('The upload must have begun by then'),
      })
      .describe('Where the bytes go'),
  })
  .meta({
    id: 'InitiatedRecording',
    example: {
      ...exampleOfRecording,
      upload: {
        method: 'PUT',
        url: 'https://storage.example.com/memo/meetings/audio/0197a1b2-5f00-7c31-9a44-1d2e3f405162/incoming/0197a1b2-5f00-7c31-9a44-1d2e3f405199?X-Amz-Signature=…',
        headers: {
          'Content-Type': 'audio/mp4',
          'Content-Length': '31457280',
          'x-amz-checksum-sha256': 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
        },
        expires_at: '2025-06-24T15:30:00.000Z',
      },
    },
  });

export type Initiate = z.output<typeof initiateSchema>;
export type WireRecording = z.output<typeof recordingSchema>;
export type WireInitiated = z.output<typeof initiatedSchema>;

export const toRecording = (row: RecordingRow): WireRecording => ({
  id: row.id,
  meeting: row.meeting_id,
  side: row.side,
  filename: row.filename,
  content_type: row.content_type ?? row.announced?.contentType ?? null,
  size_bytes: row.size_bytes ?? row.announced?.sizeBytes ?? null,
  sha256: row.sha256 ?? row.announced?.sha256 ?? null,
  status: row.state,
  created_at: row.created_at.toISOString(),
});

export const toInitiated = (
  row: RecordingRow,
  { url, headers, expiresAt }: PresignedUpload,
): WireInitiated => ({
  ...toRecording(row),
  upload: { method: 'PUT', url, headers: { ...headers }, expires_at: expiresAt.toISOString() },
});

import { z } from 'zod';

// S3 takes no more than a week.
export const audioUrlQuerySchema = z.object({
  expiration: z.coerce.number().int().min(60).max(604_800).default(3_600).meta({
    description:
      'For how many seconds the address is to work; it does for no longer than an access token (JWT_ACCESS_TOKEN_EXPIRE_HOURS)',
    example: 3_600,
  }),
});

export const audioUrlSchema = z
  .object({
    url: z.url().describe('Plays and downloads the audio without a token'),
    expires_in: z.number().int().describe('Seconds that are really left'),
    expires_at: z.iso.datetime(),
  })
  .meta({
    id: 'AudioUrl',
    example: {
      url: 'https://your-bucket-name.s3.us-east-1.amazonaws.com/meetings/audio/0197a1b2-5f00-7c31-9a44-1d2e3f405162.mp3?X-Amz-Expires=3600&X-Amz-Signature=7f3a0c',
      expires_in: 3_312,
      expires_at: '2025-06-24T15:30:00.000Z',
    },
  });

export const audioBytesSchema = z.unknown().meta({ type: 'string', format: 'binary' });

export type AudioUrl = z.output<typeof audioUrlSchema>;

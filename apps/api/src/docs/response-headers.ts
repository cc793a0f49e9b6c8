import { replayedHeader } from '../http/idempotency/key-header.ts';

/** Headers of many responses, described once. */
export const responseHeaders = {
  ETag: {
    description: 'The version that was answered, for `If-None-Match`',
    schema: { type: 'string' },
    example: 'W/"5f1c0d2e"',
  },
  'Idempotency-Replayed': {
    description:
      '`true` where nothing was made: the answer is what an earlier request of the same content made, as it is now',
    schema: { type: 'string' },
    example: 'true',
  },
  'RateLimit-Limit': {
    description: 'Requests a minute this caller may make',
    schema: { type: 'integer' },
    example: 120,
  },
  'RateLimit-Remaining': {
    description: 'How many of them are left',
    schema: { type: 'integer' },
    example: 119,
  },
  'RateLimit-Reset': {
    description: 'Seconds until the count begins again',
    schema: { type: 'integer' },
    example: 42,
  },
  Warning: {
    description:
      'Names the parameters of the query that this route does not know and has ignored, percent-encoded',
    schema: { type: 'string' },
    example: '199 - "Ignored query parameters: statsu"',
  },
  'Retry-After': {
    description: 'Seconds after which to try again',
    schema: { type: 'integer' },
    example: 42,
  },
} as const;

const counted = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'] as const;

/** Of the success of a route that takes an `Idempotency-Key`. */
export const replayedHeaders = {
  [replayedHeader]: { $ref: `#/components/headers/${replayedHeader}` },
};

/** Of what is sent once for each version of it. */
export const versionHeaders = { ETag: { $ref: '#/components/headers/ETag' } };

/** Of a route of the contract. */
export const ignoredHeaders = { Warning: { $ref: '#/components/headers/Warning' } };

/** What a response with this status says about the caller's rate limit. */
export function rateLimitHeaders(status: string) {
  const names = status === '429' ? [...counted, 'Retry-After' as const] : counted;
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

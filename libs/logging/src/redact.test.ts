import { describe, expect, it } from '@jest/globals';
import { redact } from './redact.ts';

describe('redaction by key', () => {
  it.each([
    'authorization',
    'Authorization',
    'password',
    'DB_PASSWORD',
    'refresh_token',
    'clientSecret',
    'apiKey',
    'x-goog-api-key',
    'set-cookie',
    'jwt',
    'privateKey',
  ])('masks %s', (key) => {
    expect(redact({ [key]: 'hush' })).toEqual({ [key]: '[redacted]' });
  });

  it('masks at any depth, in lists, and whole objects under a secret key', () => {
    expect(redact({ a: [{ b: { password: 'hush' } }], credentials: { id: 'hush' } })).toEqual({
      a: [{ b: { password: '[redacted]' } }],
      credentials: '[redacted]',
    });
  });

  it('leaves what is not a secret: counts, absence, object keys', () => {
    const fields = { inputTokens: 512, password: null, hasToken: false, key: 'meetings/audio/1' };
    expect(redact(fields)).toEqual(fields);
  });
});

describe('redaction inside strings', () => {
  it.each([
    ['postgres://memo:hush@db:5432/memo failed', 'postgres://[redacted]@db:5432/memo failed'],
    ['postgres://memo:hu@sh@db/memo', 'postgres://[redacted]@db/memo'],
    ['redis://:hush@cache:6379', 'redis://[redacted]@cache:6379'],
    ['sent Bearer hushhushhushhush1', 'sent Bearer [redacted]'],
    ['GET /v1/models?key=hush&alt=sse', 'GET /v1/models?key=[redacted]&alt=sse'],
    ['/a?X-Amz-Signature=hush&x=1', '/a?X-Amz-Signature=[redacted]&x=1'],
    ['/callback?code=hush', '/callback?code=[redacted]'],
    ['GET /s/hushhushhush/audio', 'GET /s/[redacted]/audio'],
    ['bad token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjF9.hush', 'bad token [redacted]'],
  ])('masks what is secret in: %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    'the bearer token is missing',
    'see https://example.com/?mail=a@b.c',
    '3 keys = 3 rows',
  ])('leaves "%s" as it is', (text) => expect(redact(text)).toBe(text));

  it('masks the message, the stack and the causes of an error', () => {
    const error = new Error('cannot reach postgres://memo:hush@db', {
      cause: new Error('Bearer hushhushhushhush1'),
    });
    expect(JSON.stringify(redact({ error }))).not.toContain('hush');
  });
});

describe('what is logged', () => {
  it('ends where it repeats itself', () => {
    const node: Record<string, unknown> = {};
    node.self = node;
    expect(JSON.stringify(redact(node))).toContain('[too deep]');
  });

  it('has long texts and lists cut, and bytes shown as their number', () => {
    expect(String(redact('a '.repeat(100_000))).length).toBeLessThan(10_000);
    expect(redact(Array.from({ length: 103 }, () => 0))).toContain('[3 more]');
    expect(redact({ chunk: Buffer.alloc(9) })).toEqual({ chunk: '[9 bytes]' });
  });

  it('has dates, URLs and big integers written as text', () => {
    const at = new Date(0);
    const url = new URL('https://me:hush@host/');
    expect(redact({ at, url, size: 5n })).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      url: 'https://[redacted]@host/',
      size: '5',
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { s3Refusal } from './s3-gate.ts';

const host = '127.0.0.1:9000';
const upload = '0123456789abcdef0123456789abcdef';
const signed = {
  host,
  authorization: 'AWS4-HMAC-SHA256 Credential=…',
  'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
};
const presigned = 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0&x-id=GetObject';

const statusOf = (method: string, url: string, headers: Record<string, string> = signed) =>
  s3Refusal({ method, url, headers }, { bucket: 'memo', hosts: [host] })?.status ?? null;

describe('in front of the S3 server of npm start', () => {
  it.each([
    ['HEAD', '/memo'],
    ['GET', '/memo?prefix=meetings%2Faudio%2F&marker=a'],
    ['GET', '/memo?uploads='],
    ['PUT', '/memo/meetings/audio/0197a1b2-4c5d/prepared-1/chunk-0.flac?x-id=PutObject'],
    ['POST', '/memo/meetings/audio/0197a1b2.m4a?uploads'],
    ['PUT', `/memo/a.m4a?partNumber=10000&uploadId=${upload}&x-id=UploadPart`],
    ['POST', `/memo/a.m4a?uploadId=${upload}`],
    ['DELETE', `/memo/a.m4a?uploadId=${upload}`],
  ])('what Memo asks for passes: %s %s', (method, url) => {
    expect(statusOf(method, url)).toBeNull();
  });

  it('a presigned address passes with a name for the file, and without a signature beside it', () => {
    const url = `/memo/a.m4a?${presigned}&response-content-disposition=attachment%3B%20filename%2A%3DUTF-8%27%27a`;
    expect(statusOf('GET', url, { host })).toBeNull();
    expect(statusOf('GET', url, signed)).toBe(403);
  });

  it('what a browser asks before it sends something passes without a signature, for an object of Memo', () => {
    const asks = {
      host,
      origin: 'https://app.example.com',
      'access-control-request-method': 'PUT',
    };
    expect(statusOf('OPTIONS', `/memo/a.m4a?${presigned}`, asks)).toBeNull();
    for (const url of ['/memo', '/other/a', '/memo/..%2fa']) {
      expect(statusOf('OPTIONS', url, asks)).toBe(400);
    }
    expect(statusOf('OPTIONS', '/memo/a.m4a', { ...asks, host: 'evil.example' })).toBe(400);
    for (const method of ['GET', 'PUT']) expect(statusOf(method, '/memo/a.m4a', asks)).toBe(403);
  });

  it.each([
    '/memo/%2e%2e/%2e%2e/etc/cron.d/a',
    '/memo/..%2f..%2fetc/a',
    '/memo/a/%2E./b',
    '/memo/a%5c..%5cb',
    '/memo/%252e%252e/a',
    '/memo/a%00b',
    '/memo//etc/a',
    '/memo/a/',
    '/memo/%ff',
    '/memo/a._S3rver_object',
    '/memo/._s3rver_uploads/1/key',
    '/%6demo/../x/a',
    '/other/a',
    '/',
    'http://elsewhere.example/memo/a',
  ])('a key that is none of Memo is refused: %s', (url) => {
    for (const method of ['GET', 'PUT', 'DELETE']) expect(statusOf(method, url)).toBe(400);
  });

  it.each([
    'uploadId=..%2F..%2Fa&partNumber=1',
    `uploadId=${upload}%2F..&partNumber=1`,
    `uploadId=${upload}&partNumber=..%2Fkey`,
    `uploadId=${upload}&partNumber=0`,
    `uploadId=${upload}&partNumber=1e3`,
    'partNumber=1',
    `uploadId=${upload}&uploadId=..&partNumber=1`,
    'website',
    'acl',
    'AWSAccessKeyId=S3RVER&Signature=0&Expires=1',
    'prefix=a?b',
  ])('a query that Memo does not send is refused: %s', (query) => {
    expect(statusOf('PUT', `/memo/a.m4a?${query}`)).toBe(400);
  });

  it('a form, and whatever else changes the bucket, is refused', () => {
    for (const method of ['POST', 'PUT', 'DELETE']) expect(statusOf(method, '/memo')).toBe(400);
    expect(statusOf('OPTIONS', '/memo/a')).toBe(405);
    const copy = { ...signed, 'x-amz-copy-source': '/memo/..%2fa' };
    expect(statusOf('PUT', '/memo/a', copy)).toBe(400);
  });

  it('a host that is not this server is refused, also one that a web page gave this machine', () => {
    for (const name of ['evil.example', 'memo.s3.amazonaws.com', 'localhost:9000', '']) {
      expect(statusOf('GET', '/memo/a', { ...signed, host: name })).toBe(400);
    }
  });

  it('a request without a signature of version 4 over its whole body is refused', () => {
    const stream = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
    for (const headers of [
      { host },
      { ...signed, authorization: 'AWS S3RVER:c2lnbmF0dXJl' },
      { ...signed, 'x-amz-content-sha256': stream },
    ]) {
      expect(statusOf('GET', '/memo/a', headers)).toBe(403);
    }
    expect(statusOf('GET', '/memo/a?x-amz-algorithm=AWS4-HMAC-SHA256', { host })).toBe(400);
  });
});

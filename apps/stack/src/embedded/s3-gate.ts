import type { IncomingMessage } from 'node:http';

/** What the gate lets through. */
export interface S3GateOptions {
  bucket: string;
  /** What a `Host` header may say, with the port. A web page that gives this machine another name is not among them. */
  hosts: readonly string[];
}

/** Why a request is not passed on, in the words of the S3 protocol. */
export interface S3Refusal {
  status: number;
  code: string;
}

type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

const methods = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE']);

/** What the S3 client of Memo asks with. Whatever else s3rver knows (websites, forms, copies) is shut. */
const parameters =
  /^(?:X-Amz-\w[\w-]*|x-id|uploads|uploadId|partNumber|prefix|marker|delimiter|max-keys|encoding-type|response-content-(?:type|disposition))$/;

/** Memo's keys are made of ids and fixed words (`libs/storage`). */
const segment = /^(?!\.{1,2}$)[\w.=+-]{1,200}$/;
/** Files of s3rver's own that lie beside the objects. */
const ownFile = /\._S3rver_/i;

const uploadId = /^[\da-f]{32}$/;
const partNumber = /^(?:[1-9]\d{0,3}|10000)$/;
/** A body that is signed as a whole, or not at all; s3rver would store the frames of any other form as content. */
const bodyHash = /^(?:UNSIGNED-PAYLOAD|[\da-f]{64})$/;

/**
 * What is wrong about a request before s3rver sees it; null where nothing is. s3rver makes file names of decoded keys,
 * upload ids, part numbers and host names as they come, and answers whoever does not sign. Here every request must be signed; whether
 * the signature is right, s3rver computes.
 */
export function s3Refusal(
  { method, url, headers }: Asked,
  options: S3GateOptions,
): S3Refusal | null {
  if (!options.hosts.includes(headers.host ?? '')) return invalid;
  const asksFirst = method === 'OPTIONS' && isPreflight(headers);
  if (!asksFirst && !methods.has(method ?? '')) return { status: 405, code: 'MethodNotAllowed' };
  const [path = '', search = '', ...more] = (url ?? '').split('?');
  const query = queryOf(search);
  if (more.length > 0 || query === null) return invalid;
  if (!asksFirst && !isSigned(headers, query)) return { status: 403, code: 'AccessDenied' };
  if ('x-amz-copy-source' in headers || 'x-amz-website-redirect-location' in headers)
    return invalid;
  const key = keyOf(path, options.bucket);
  if (key === null) return invalid;
  // Of the bucket itself Memo asks whether it is there and what is in it. A POST to it would be a form.
  if (key === '' && method !== 'GET' && method !== 'HEAD') return invalid;
  return null;
}

/** A browser asks before it sends what a page wants to, without a signature; nothing but the rules is looked at. */
const isPreflight = (headers: IncomingMessage['headers']): boolean =>
  headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

const invalid: S3Refusal = { status: 400, code: 'InvalidRequest' };

/** Null for a query that Memo's client does not send: another name, a name twice, an id that is none. */
function queryOf(search: string): Map<string, string> | null {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search)) {
    if (!parameters.test(name) || query.has(name)) return null;
    query.set(name, value);
  }
  const [upload, part] = [query.get('uploadId'), query.get('partNumber')];
  if (upload !== undefined && !uploadId.test(upload)) return null;
  if (part !== undefined && (upload === undefined || !partNumber.test(part))) return null;
  return query;
}

/** By exactly one way, that of version 4: in its headers, or in its address. */
function isSigned(
  headers: IncomingMessage['headers'],
  query: ReadonlyMap<string, string>,
): boolean {
  const inHeaders = headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') === true;
  const inAddress = query.get('X-Amz-Algorithm') === 'AWS4-HMAC-SHA256';
  if (inAddress) return headers.authorization === undefined;
  const hash = headers['x-amz-content-sha256'];
  return inHeaders && typeof hash === 'string' && bodyHash.test(hash);
}

/** The key an address names, empty for the bucket itself; null where it names anything else. */
function keyOf(path: string, bucket: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (decoded === `/${bucket}` || decoded === `/${bucket}/`) return '';
  const start = `/${bucket}/`;
  if (!decoded.startsWith(start)) return null;
  const key = decoded.slice(start.length);
  const isPlain = key.split('/').every((part) => segment.test(part)) && !ownFile.test(key);
  return isPlain ? key : null;
}

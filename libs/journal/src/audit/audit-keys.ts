import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** The keys of the audit log. They are kept outside of the database: who can write there cannot sign. */
export interface AuditKeys {
  /** @returns the key's id and the HMAC of the text, `id:hex`. */
  sign(text: string): string;
  /** `unknown` where the signature is of a key that is not given. */
  check(text: string, signature: string): 'right' | 'wrong' | 'unknown';
}

interface Key {
  id: string;
  bytes: Buffer;
}

/**
 * @param secrets the first one signs, all of them check. A key is made of each, so that a secret may serve for something
 * else, too.
 */
export function createAuditKeys(secrets: readonly [string, ...string[]]): AuditKeys {
  const current = keyOf(secrets[0]);
  const known = new Map(secrets.map((secret) => [keyOf(secret).id, keyOf(secret)]));
  return {
    sign: (text) => signed(current, text),
    check: (text, signature) => {
      const [, id] = /^([0-9a-f]{8}):[0-9a-f]{64}$/.exec(signature) ?? [];
      if (id === undefined) return 'wrong';
      const key = known.get(id);
      if (key === undefined) return 'unknown';
      return same(signed(key, text), signature) ? 'right' : 'wrong';
    },
  };
}

function keyOf(secret: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'memo audit log', 32));
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
}

const signed = ({ id, bytes }: Key, text: string): string =>
  `${id}:${createHmac('sha256', bytes).update(text).digest('hex')}`;

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

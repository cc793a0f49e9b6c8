import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Signs text for one purpose, and tells what it signed from what somebody else wrote. */
export interface Signer {
  /** Of the key, 8 hex digits: tells keys apart, and nothing of them. */
  id: string;
  sign(text: string): string;
  isSigned(text: string, signature: string): boolean;
}

/**
 * HMAC-SHA-256 under a key made of the secret for this purpose, so that a secret may serve for something else, too, and
 * what was signed for one purpose is nothing for another.
 */
export function createSigner(
  secret: string,
  purpose: string,
  encoding: 'hex' | 'base64url' = 'base64url',
): Signer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  const sign = (text: string) => createHmac('sha256', key).update(text).digest(encoding);
  return {
    id: createHash('sha256').update(key).digest('hex').slice(0, 8),
    sign,
    isSigned: (text, signature) => isSame(signature, sign(text)),
  };
}

function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

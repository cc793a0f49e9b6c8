import { createSigner } from '@memo/access';

/**
 * What a signature is worth. `right`: it is of the key that signs now. `earlier`: of one that signed before, which is
 * right where that one still signed. `unknown`: of a key that is not given, so that nothing vouches for it.
 */
export type Verdict = 'right' | 'earlier' | 'wrong' | 'unknown';

/** The keys of the audit log. They are kept outside of the database: who can write there cannot sign. */
export interface AuditKeys {
  /** Of the key that signs now. A signature begins with it. */
  id: string;
  /** @returns the key's id and the HMAC of the text, `id:hex`. */
  sign(text: string): string;
  check(text: string, signature: string): Verdict;
}

/**
 * @param secrets the first one signs, and all of them check. A key is made of each, so that a secret may serve for
 * something else, too.
 */
export function createAuditKeys(secrets: readonly [string, ...string[]]): AuditKeys {
  const current = signerOf(secrets[0]);
  const known = new Map(secrets.map(signerOf).map((signer) => [signer.id, signer]));
  return {
    id: current.id,
    sign: (text) => `${current.id}:${current.sign(text)}`,
    check: (text, signature) => {
      const [, id = '', hmac = ''] = /^([0-9a-f]{8}):([0-9a-f]{64})$/.exec(signature) ?? [];
      if (id === '') return 'wrong';
      const signer = known.get(id);
      if (signer === undefined) return 'unknown';
      if (!signer.isSigned(text, hmac)) return 'wrong';
      return id === current.id ? 'right' : 'earlier';
    },
  };
}

/** Whether a row or an end says that it was signed with the key that signs now. */
export const isOf = (keys: Pick<AuditKeys, 'id'> | undefined, signature: string): boolean =>
  keys !== undefined && signature.startsWith(`${keys.id}:`);

const signerOf = (secret: string) => createSigner(secret, 'memo audit log', 'hex');

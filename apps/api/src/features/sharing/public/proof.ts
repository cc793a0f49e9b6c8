import { createSigner, type OpenLink } from '@memo/access';
import { hostCookie } from '../../../http/cookies.ts';

/** How long somebody who gave the password is not asked for it again. */
const proofMs = 60 * 60_000;

/** By name, as it is written; null without one. */
export type Cookies = (name: string) => string | null;

/** That whoever brings a cookie has given the password of a link. It proves nothing of another link or password. */
export interface Proofs {
  isProven(link: OpenLink, cookies: Cookies): boolean;
  cookie(link: OpenLink): string;
}

/** @param secret what the API signs with; proofs are signed with a key that comes of it. */
export function createProofs(secret: string, nowMs = Date.now): Proofs {
  const signer = createSigner(secret, 'memo share links');
  // One for each link, and none that tells which it is.
  const nameOf = ({ id }: OpenLink) =>
    `__Host-memo-link-${signer.sign(`name ${id}`).slice(0, 16)}` as const;
  const signed = ({ id, passwordHash }: OpenLink, until: string) =>
    `proof ${id} ${passwordHash ?? ''} ${until}`;

  return {
    isProven: (link, cookies) => {
      if (link.passwordHash === null) return true;
      const [until = '', signature = '', ...more] = cookies(nameOf(link))?.split('.') ?? [];
      if (more.length > 0 || !signer.isSigned(signed(link, until), signature)) return false;
      return Number(until) > nowMs();
    },
    cookie: (link) => {
      const until = String(nowMs() + proofMs);
      return hostCookie(
        nameOf(link),
        `${until}.${signer.sign(signed(link, until))}`,
        proofMs / 1_000,
      );
    },
  };
}

import {
  allowInsecureRequests,
  authorizationCodeGrant,
  calculatePKCECodeChallenge,
  type Configuration,
  type IDToken,
} from 'openid-client';
import type { FlowSession, ProviderAnswer } from './provider.ts';

/** For a provider at an address of plain http: the settings admit that for this machine itself and no other. */
export const allowancesFor = (address: URL): ((config: Configuration) => void)[] =>
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out, as here
  address.protocol === 'http:' ? [allowInsecureRequests] : [];

/** What a provider is asked with beside state and client, so that its answer is known for the one to this sign-in. */
export async function proofs({ nonce, verifier }: FlowSession): Promise<Record<string, string>> {
  const challenge = await calculatePKCECodeChallenge(verifier);
  return { nonce, code_challenge: challenge, code_challenge_method: 'S256' };
}

/**
 * Exchanges the code. Issuer, audience, time and nonce of the ID token are checked. Its signature is not: it comes from
 * the token endpoint itself, over TLS, which vouches for it as well (OpenID Connect Core, 3.1.3.7).
 * @param redirectUri normalized and without a query: the library sends it so, and people were sent with it as it is.
 * @throws errors of openid-client.
 */
export async function exchange(
  config: Configuration,
  redirectUri: string,
  answer: ProviderAnswer,
  session: FlowSession,
): Promise<{ claims: IDToken; accessToken: string }> {
  const address = new URL(redirectUri);
  address.search = new URLSearchParams({ ...answer }).toString();
  const tokens = await authorizationCodeGrant(config, address, {
    expectedState: session.state,
    expectedNonce: session.nonce,
    pkceCodeVerifier: session.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new Error('The answer has no ID token');
  return { claims, accessToken: tokens.access_token };
}

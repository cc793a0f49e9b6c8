import type { ApiConfig } from '@memo/config';
import { buildAuthorizationUrl, discovery, type Configuration } from 'openid-client';
import { microsoftVouches } from './microsoft-vouches.ts';
import { allowancesFor, exchange, proofs } from './openid.ts';
import { providerDown, toSignInFailure } from './sign-in-failures.ts';
import type { SignInProvider } from './provider.ts';

type MicrosoftSettings = NonNullable<ApiConfig['signIn']['microsoft']>;

/**
 * Microsoft describes itself at an address of its own, which is read when somebody first signs in: a server must start
 * without it.
 * @param timeoutMs how long one request to Microsoft may take.
 */
export function createMicrosoftProvider(
  settings: MicrosoftSettings,
  timeoutMs: number,
): SignInProvider {
  const { clientId, clientSecret, redirectUri, tenant } = settings;
  let discovered: Promise<Configuration> | undefined;

  // Once for all who wait; a failure is tried again by the next who comes.
  function discover(): Promise<Configuration> {
    const issuer = issuerOf(settings);
    const options = { timeout: timeoutMs / 1_000, execute: allowancesFor(issuer) };
    discovered ??= discovery(issuer, clientId, clientSecret, undefined, options).catch(
      (error: unknown) => {
        discovered = undefined;
        throw providerDown('microsoft', error);
      },
    );
    return discovered;
  }

  return {
    begin: async (session) =>
      buildAuthorizationUrl(await discover(), {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: session.state,
        ...(await proofs(session)),
      }).href,

    complete: async (answer, session) => {
      const config = await discover();
      try {
        const { claims } = await exchange(config, redirectUri, answer, session);
        // Not `preferred_username`: it looks like an address and is a name its owner can change.
        const { sub: subject, email, name, email_verified, xms_edov } = claims;
        const vouched = microsoftVouches({ email_verified, xms_edov }, tenant);
        return { subject, email, vouched, name };
      } catch (error) {
        throw toSignInFailure('microsoft', error);
      }
    },
  };
}

const issuerOf = ({ authority, tenant }: MicrosoftSettings): URL =>
  new URL(`${authority.replace(/\/$/, '')}/${encodeURIComponent(tenant)}/v2.0`);

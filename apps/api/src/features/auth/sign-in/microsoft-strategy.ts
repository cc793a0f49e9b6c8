import type { ApiConfig } from '@memo/config';
import type { Request } from 'express';
import type { Configuration } from 'openid-client';
import { Strategy } from 'openid-client/passport';
import { microsoftVouches } from './microsoft-vouches.ts';
import type { ProviderClaims } from './provider.ts';
import type { FlowRequest } from './strategy-driver.ts';

export type MicrosoftSettings = NonNullable<ApiConfig['signIn']['microsoft']>;

export function createMicrosoftStrategy(
  config: Configuration,
  { redirectUri, tenant }: MicrosoftSettings,
): Strategy {
  const options = {
    config,
    name: 'microsoft',
    sessionKey: 'microsoft',
    callbackURL: redirectUri,
    scope: 'openid email profile',
  };
  return new FlowStrategy(options, (tokens, done) => {
    const told = tokens.claims();
    if (told === undefined) throw new Error('The answer has no ID token');
    // Not `preferred_username`: it looks like an address and is a name its owner can change.
    const { sub: subject, email, name, email_verified, xms_edov } = told;
    const vouched = microsoftVouches({ email_verified, xms_edov }, tenant);
    const claims: ProviderClaims = { subject, email, vouched, name };
    done(null, claims);
  });
}

class FlowStrategy extends Strategy {
  /** State and nonce are the flow's. The strategy keeps both, and checks that the answer has them. */
  override authorizationRequestParams(req: Request): URLSearchParams {
    const { state, nonce } = flowOf(req).session;
    return new URLSearchParams({ state, nonce });
  }

  /** Only its query counts: the rest is the callback address. */
  override currentUrl(req: Request): URL {
    const query = new URLSearchParams({ ...flowOf(req).query });
    return new URL(`http://localhost/?${query.toString()}`);
  }
}

const flowOf = (req: Request): FlowRequest => req as unknown as FlowRequest;

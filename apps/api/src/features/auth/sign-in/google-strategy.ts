import type { ApiConfig } from '@memo/config';
import type { Request } from 'express';
import {
  Strategy,
  type GoogleCallbackParameters,
  type Profile,
  type StrategyOptionsWithRequest,
  type VerifyCallback,
} from 'passport-google-oauth20';
import { boundedRequest } from './bounded-request.ts';
import { checkIdToken } from './google-id-token.ts';
import type { FlowSession, ProviderClaims } from './provider.ts';

export type GoogleSettings = NonNullable<ApiConfig['signIn']['google']>;

/** @param timeoutMs how long one request to Google may take. */
export function createGoogleStrategy(settings: GoogleSettings, timeoutMs: number): Strategy {
  const strategy = new Strategy(
    {
      clientID: settings.clientId,
      clientSecret: settings.clientSecret,
      callbackURL: settings.redirectUri,
      authorizationURL: settings.authorizationUrl,
      tokenURL: settings.tokenUrl,
      userProfileURL: settings.userinfoUrl,
      scope: ['openid', 'email', 'profile'],
      // The published types know the store without PKCE only.
      store: flowStore as unknown as StrategyOptionsWithRequest['store'],
      pkce: true,
      passReqToCallback: true,
    },
    (
      req: Request,
      _accessToken: string,
      _refreshToken: string,
      { id_token }: GoogleCallbackParameters,
      profile: Profile,
      done: VerifyCallback,
    ) => {
      const subject = checkIdToken(id_token, { ...settings, nonce: sessionOf(req).nonce });
      const { sub, email, email_verified: verified, name } = profile._json;
      if (sub !== subject) throw new Error('The profile is not that of the ID token');
      const claims: ProviderClaims = { subject, email, vouched: verified === true, name };
      done(null, claims);
    },
  );
  const { _oauth2: client } = strategy as unknown as { _oauth2: OAuthClient };
  // The access token goes in a header: an address ends up in logs.
  client.useAuthorizationHeaderforGET(true);
  client._request = boundedRequest(timeoutMs);
  return strategy;
}

interface OAuthClient {
  useAuthorizationHeaderforGET(use: boolean): void;
  _request: ReturnType<typeof boundedRequest>;
}

const sessionOf = (req: Request): FlowSession =>
  (req as unknown as { session: FlowSession }).session;

/** State and PKCE verifier in the flow's own session. The strategy tells by the number of parameters what it may pass. */
const flowStore = {
  store: (
    req: Request,
    verifier: string,
    _state: unknown,
    _meta: unknown,
    done: (error: null, state: string) => void,
  ) => {
    const session = sessionOf(req);
    session.verifier = verifier;
    done(null, session.state);
  },
  verify: (
    req: Request,
    state: string,
    _meta: unknown,
    done: (error: null, verifier: unknown) => void,
  ) => {
    const session = sessionOf(req);
    done(null, state === session.state && session.verifier);
  },
};

import type { ApiConfig } from '@memo/config';
import type { Request, Response } from 'express';
import { Configuration, fetchUserInfo } from 'openid-client';
import passport, { type AuthenticateOptions } from 'passport';
import { Strategy } from 'passport-google-oauth20';
import { allowancesFor, exchange, proofs } from './openid.ts';
import { toSignInFailure } from './sign-in-failures.ts';
import type { SignInProvider } from './provider.ts';

type GoogleSettings = NonNullable<ApiConfig['signIn']['google']>;

/**
 * The strategy sends people to Google. What they bring back is left to openid-client: the strategy knows no ID token,
 * and waits for Google without an end.
 * @param timeoutMs how long one request to Google may take.
 */
export function createGoogleProvider(settings: GoogleSettings, timeoutMs: number): SignInProvider {
  const { clientId, clientSecret, redirectUri } = settings;
  const authenticator = new passport.Passport();
  authenticator.use(new GoogleStrategy(settings));

  const config = new Configuration(
    {
      issuer: new URL(settings.authorizationUrl).origin,
      token_endpoint: settings.tokenUrl,
      userinfo_endpoint: settings.userinfoUrl,
    },
    clientId,
    clientSecret,
  );
  config.timeout = timeoutMs / 1_000;
  for (const allow of allowancesFor(new URL(settings.tokenUrl))) allow(config);

  return {
    begin: async (session) => {
      const options: GoogleOptions = { state: session.state, proofs: await proofs(session) };
      return redirectOf(authenticator.authenticate('google', options) as Middleware);
    },

    complete: async (answer, session) => {
      try {
        const { claims, accessToken } = await exchange(config, redirectUri, answer, session);
        const person = await fetchUserInfo(config, accessToken, claims.sub);
        const { sub: subject, email, email_verified: verified, name } = person;
        return { subject, email, vouched: verified === true, name };
      } catch (error) {
        throw toSignInFailure('google', error);
      }
    },
  };
}

interface GoogleOptions extends AuthenticateOptions {
  proofs: Record<string, string>;
}

class GoogleStrategy extends Strategy {
  constructor({ clientId, clientSecret, ...urls }: GoogleSettings) {
    super(
      {
        clientID: clientId,
        clientSecret,
        callbackURL: urls.redirectUri,
        authorizationURL: urls.authorizationUrl,
        tokenURL: urls.tokenUrl,
        scope: ['openid', 'email', 'profile'],
      },
      // Never called: the strategy only sends people away, and what comes back is read below.
      () => undefined,
    );
  }

  override authorizationParams(options: GoogleOptions): object {
    return options.proofs;
  }
}

type Middleware = (req: Request, res: Response, next: (error: unknown) => void) => void;

/** Where the middleware sends a request without a query, as a value instead of a response. */
const redirectOf = (middleware: Middleware): Promise<string> =>
  new Promise((resolve, reject) => {
    const response = {
      setHeader: (name: string, value: string) => name === 'Location' && resolve(value),
      // Where a redirect was set this comes too late to matter.
      end: () => reject(new Error('The strategy did not redirect')),
    };
    middleware({ query: {} } as unknown as Request, response as unknown as Response, reject);
  });

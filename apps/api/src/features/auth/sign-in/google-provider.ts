import type { AppError } from '@memo/errors';
import { createGoogleStrategy, type GoogleSettings } from './google-strategy.ts';
import { notConfirmed, providerDown, tokenRefused } from './provider-failures.ts';
import type { SignInProvider } from './provider.ts';
import { createStrategyDriver } from './strategy-driver.ts';

/** @param timeoutMs how long one request to Google may take. */
export function createGoogleProvider(settings: GoogleSettings, timeoutMs: number): SignInProvider {
  const driver = createStrategyDriver();
  driver.use('google', createGoogleStrategy(settings, timeoutMs));
  return {
    begin: async (session) => {
      const address = new URL(await driver.begin('google', session));
      // The strategy speaks OAuth and leaves OpenID Connect's nonce to us.
      address.searchParams.set('nonce', session.nonce);
      return address.href;
    },
    complete: (answer, session) =>
      driver.complete('google', answer, session).catch((error: unknown) => {
        throw understand(error);
      }),
  };
}

/** As `passport-oauth2` reports failures. It does not export the classes, but names them. */
interface OAuthFailure {
  name?: string;
  /** Of a TokenError: what the token endpoint answered. */
  code?: string;
  /** Of an InternalOAuthError: `{ statusCode }` of another answer, or why there was none. */
  oauthError?: Error | { statusCode?: number };
}

function understand(error: unknown): AppError {
  const { name, code, oauthError } = error as OAuthFailure;
  if (name === 'TokenError') return tokenRefused('google', code, error);
  if (name !== 'InternalOAuthError') return notConfirmed('google', error);
  const status =
    oauthError !== undefined && 'statusCode' in oauthError ? oauthError.statusCode : undefined;
  return status !== undefined && status < 500 && status !== 429
    ? notConfirmed('google', error)
    : providerDown('google', oauthError instanceof Error ? oauthError : error);
}

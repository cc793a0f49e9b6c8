import { AppError } from '@memo/errors';
import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import { providerLabels, type ProviderName } from './provider.ts';

/** What to do when a sign-in cannot go on: its state is used up. */
export const startAgain = (provider: ProviderName): string =>
  `Start again at /auth/${provider}/login.`;

/** The provider, or what it sent, does not confirm the sign-in: a code used before, another one's nonce. */
const notConfirmed = (provider: ProviderName, cause: unknown): AppError =>
  new AppError(
    'invalid_input',
    `${providerLabels[provider]} did not confirm this sign-in. ${startAgain(provider)}`,
    { code: 'sign_in_failed', cause },
  );

export const providerDown = (provider: ProviderName, cause: unknown): AppError =>
  new AppError('unavailable', `${providerLabels[provider]} does not answer.`, {
    code: 'provider_unavailable',
    cause,
  });

export const begunElsewhere = (whatToDo: string): AppError =>
  new AppError('invalid_input', `This sign-in began in another browser or app. ${whatToDo}`, {
    code: 'begun_elsewhere',
  });

/** The provider sent the browser back without a code. @param error why, as RFC 6749 (4.1.2.1) has it. */
export function declined(provider: ProviderName, error: string | undefined): AppError {
  const label = providerLabels[provider];
  return error === 'access_denied'
    ? new AppError('forbidden', `The sign-in was declined at ${label}. ${startAgain(provider)}`, {
        code: 'access_denied',
      })
    : new AppError('invalid_input', `${label} could not sign you in. ${startAgain(provider)}`, {
        code: 'sign_in_failed',
      });
}

const ourFaults: ReadonlySet<string | undefined> = new Set([
  'invalid_client',
  'unauthorized_client',
  'redirect_uri_mismatch',
]);

// What openid-client says of an answer that came and is not the one to this sign-in.
const wrongAnswers: ReadonlySet<string | undefined> = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
]);

/** What openid-client reports of the way back from the provider, in the product's words. */
export function toSignInFailure(provider: ProviderName, error: unknown): AppError {
  if (error instanceof ResponseBodyError) return tokenRefused(provider, error);
  if (error instanceof WWWAuthenticateChallengeError) return challenged(provider, error);
  if (!(error instanceof ClientError)) return providerDown(provider, error);
  const { cause } = error;
  const isRefused = cause instanceof Response && isRefusal(cause.status);
  return isRefused || wrongAnswers.has(error.code)
    ? notConfirmed(provider, error)
    : providerDown(provider, error);
}

const isRefusal = (status: number): boolean => status >= 400 && status < 500 && status !== 429;

/** The token endpoint asks the client who it is with Basic (RFC 6749, 5.2), the userinfo address with Bearer. */
function challenged(provider: ProviderName, error: WWWAuthenticateChallengeError): AppError {
  if (!isRefusal(error.status)) return providerDown(provider, error);
  return error.cause.some(({ scheme }) => scheme === 'basic')
    ? clientRefused(provider, error)
    : notConfirmed(provider, error);
}

/** The `error` of a token endpoint (RFC 6749, 5.2). */
function tokenRefused(provider: ProviderName, cause: ResponseBodyError): AppError {
  if (cause.error === 'invalid_grant') return notConfirmed(provider, cause);
  if (!ourFaults.has(cause.error)) return providerDown(provider, cause);
  return clientRefused(provider, cause);
}

const clientRefused = (provider: ProviderName, cause: unknown): AppError =>
  new AppError(
    'misconfigured',
    `${providerLabels[provider]} refuses this server's client id, secret or redirect address.`,
    { cause },
  );

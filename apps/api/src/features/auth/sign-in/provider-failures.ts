import { AppError } from '@memo/errors';
import { providerLabels, type ProviderName } from './provider.ts';

/** What to do when a sign-in cannot go on: its state is used up. */
export const startAgain = (provider: ProviderName): string =>
  `Start again at /auth/${provider}/login.`;

/** The provider, or what it sent, does not confirm the sign-in: a code used before, another one's nonce. */
export const notConfirmed = (provider: ProviderName, cause?: unknown): AppError =>
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

const ourFaults: ReadonlySet<string | undefined> = new Set([
  'invalid_client',
  'unauthorized_client',
  'redirect_uri_mismatch',
]);

/** The `error` of a token endpoint (RFC 6749, 5.2) in the product's words. */
export function tokenRefused(
  provider: ProviderName,
  error: string | undefined,
  cause: unknown,
): AppError {
  if (error === 'invalid_grant') return notConfirmed(provider, cause);
  if (!ourFaults.has(error)) return providerDown(provider, cause);
  return new AppError(
    'misconfigured',
    `${providerLabels[provider]} refuses this server's client id, secret or redirect address.`,
    { cause },
  );
}

import type { AppError } from '@memo/errors';
import { allowInsecureRequests, ClientError, discovery, ResponseBodyError } from 'openid-client';
import { createMicrosoftStrategy, type MicrosoftSettings } from './microsoft-strategy.ts';
import { notConfirmed, providerDown, tokenRefused } from './provider-failures.ts';
import type { SignInProvider } from './provider.ts';
import { createStrategyDriver } from './strategy-driver.ts';

/**
 * Microsoft describes itself at an address of its own, which is read when somebody first signs in: a server must start
 * without it.
 * @param timeoutMs how long one request to Microsoft may take.
 */
export function createMicrosoftProvider(
  settings: MicrosoftSettings,
  timeoutMs: number,
): SignInProvider {
  const driver = createStrategyDriver();
  let discovered: Promise<void> | undefined;

  async function discover(): Promise<void> {
    const issuer = issuerOf(settings);
    const config = await discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
      timeout: timeoutMs / 1_000,
      // The settings admit plain HTTP only for this machine itself.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out, as here
      ...(issuer.protocol === 'http:' && { execute: [allowInsecureRequests] }),
    });
    driver.use('microsoft', createMicrosoftStrategy(config, settings));
  }

  // Once for all who wait; a failure is tried again by the next who comes.
  const ready = (): Promise<void> => {
    discovered ??= discover().catch((error: unknown) => {
      discovered = undefined;
      throw providerDown('microsoft', error);
    });
    return discovered;
  };

  return {
    begin: async (session) => {
      await ready();
      return driver.begin('microsoft', session);
    },
    complete: async (answer, session) => {
      await ready();
      return driver.complete('microsoft', answer, session).catch((error: unknown) => {
        throw understand(error);
      });
    },
  };
}

const issuerOf = ({ authority, tenant }: MicrosoftSettings): URL =>
  new URL(`${authority.replace(/\/$/, '')}/${encodeURIComponent(tenant)}/v2.0`);

// What openid-client says of an answer that came and is not the one to this sign-in.
const wrongAnswers: ReadonlySet<string | undefined> = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
]);

function understand(error: unknown): AppError {
  if (error instanceof ResponseBodyError) return tokenRefused('microsoft', error.error, error);
  const isWrong = error instanceof ClientError && wrongAnswers.has(error.code);
  return isWrong ? notConfirmed('microsoft', error) : providerDown('microsoft', error);
}

import { waitFor } from '@memo/testing';
import { startOpenIdProvider, type OpenIdUser } from '@memo/testing/openid';
import { startApi } from './api-fixture.ts';
import type { Session } from './person.ts';

export type Provider = 'microsoft' | 'google';

export const auth = '/api/v1/mobile/auth';
export const deepLink = 'memo://signed-in';

const callbackAddress = (provider: Provider) => `http://127.0.0.1${auth}/${provider}/callback`;

/**
 * The API with a real OpenID provider in the place of Microsoft and another in that of Google.
 * @param tenant the one Microsoft tenant it admits.
 */
export async function startSignIn(
  settings: Readonly<Record<string, string>> = {},
  tenant = 'contoso',
) {
  const [microsoft, google] = await Promise.all([
    startOpenIdProvider({ redirectUri: callbackAddress('microsoft'), path: `/${tenant}/v2.0` }),
    startOpenIdProvider({ redirectUri: callbackAddress('google') }),
  ]);
  const providers = { microsoft, google };
  const fixture = await startApi({
    MICROSOFT_CLIENT_ID: microsoft.clientId,
    MICROSOFT_CLIENT_SECRET: microsoft.clientSecret,
    MICROSOFT_TENANT_ID: tenant,
    MICROSOFT_AUTHORITY: microsoft.origin,
    MICROSOFT_REDIRECT_URI: callbackAddress('microsoft'),
    GOOGLE_CLIENT_ID: google.clientId,
    GOOGLE_CLIENT_SECRET: google.clientSecret,
    GOOGLE_AUTHORIZATION_URL: google.authorizationUrl,
    GOOGLE_TOKEN_URL: google.tokenUrl,
    GOOGLE_USERINFO_URL: google.userinfoUrl,
    GOOGLE_REDIRECT_URI: callbackAddress('google'),
    AUTH_REDIRECT_URLS: `${deepLink},https://app.example.com/welcome?from=memo`,
    ...settings,
  });
  const { api } = fixture;
  /** What the browser of these tests was given to keep. */
  let cookie = '';
  // The API starts without waiting for Redis.
  await waitFor('a sign-in to begin', async () => {
    const { status } = await api.get(`${auth}/google/login`);
    return status === 200;
  });

  /** The address the API sends a person to. */
  async function begin(
    provider: Provider,
    redirect?: string,
    challenge: { code_challenge?: string } = {},
  ): Promise<string> {
    const answer = await api
      .get(`${auth}/${provider}/login`)
      .query({ ...(redirect !== undefined && { redirect }), ...challenge })
      .set('cookie', cookie)
      .expect(200);
    const [set = ''] = answer.get('Set-Cookie') ?? [];
    cookie = set.slice(0, set.indexOf(';'));
    return (answer.body as { auth_url: string }).auth_url;
  }

  /** Signs the person in there: the address the provider sends the browser back to. */
  const visit = async (provider: Provider, user: OpenIdUser, redirect?: string): Promise<URL> =>
    providers[provider].signIn(await begin(provider, redirect), user);

  const callback = (provider: Provider, back: URL) =>
    api
      .get(`${auth}/${provider}/callback`)
      .query(Object.fromEntries(back.searchParams))
      .set('cookie', cookie);

  return {
    ...fixture,
    providers,
    begin,
    visit,
    callback,
    /** Fetches the session of a redirect in the browser that began the sign-in. */
    exchange: (code: string) => api.post(`${auth}/exchange`).set('cookie', cookie).send({ code }),
    /** The whole way, to the session. */
    signIn: async (provider: Provider, user: OpenIdUser): Promise<Session> => {
      const answer = await callback(provider, await visit(provider, user)).expect(200);
      return answer.body as Session;
    },
    close: async () => {
      await fixture.close();
      await Promise.all([microsoft.close(), google.close()]);
    },
  };
}

export type SignInFixture = Awaited<ReturnType<typeof startSignIn>>;

let people = 0;

/** Somebody new, whose address the provider vouches for. */
export function providerUser(claims: Partial<OpenIdUser> = {}): OpenIdUser & { email: string } {
  people += 1;
  return {
    sub: `subject-${people}`,
    email: `ada${people}@example.com`,
    email_verified: true,
    name: 'Ada Lovelace',
    ...claims,
  };
}

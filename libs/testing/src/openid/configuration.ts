import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Configuration, JWK } from 'oidc-provider';
import { createMemoryAdapter } from './memory-adapter.ts';
import type { OpenIdUser } from './types.ts';

export interface OpenIdClient {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
}

/** A provider with one client, that asks nobody for consent and puts what it knows of a user into every ID token. */
export function openIdConfiguration(
  client: OpenIdClient,
  interactionPath: string,
  findUser: (sub: string) => OpenIdUser | undefined,
): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    adapter: createMemoryAdapter(),
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [client.redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...(privateKey.export({ format: 'jwk' }) as JWK), use: 'sig' }] },
    cookies: { keys: [randomUUID()] },
    claims: { openid: ['sub', 'xms_edov'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    routes: { userinfo: '/userinfo' },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => interactionPath + uid },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
    },
    findAccount: (_ctx, sub) => {
      const user = findUser(sub);
      return user && { accountId: sub, claims: () => ({ ...user }) };
    },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        accountId: oidc.session?.accountId,
        clientId: oidc.client?.clientId,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  };
}

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { browse } from './browser.ts';
import { openIdConfiguration } from './configuration.ts';
import type { OpenIdUser, Outage, Spoiling } from './types.ts';

export interface TestOpenIdProvider {
  /** Scheme, address and port. */
  origin: string;
  issuer: string;
  authorizationUrl: string;
  tokenUrl: string;
  userinfoUrl: string;
  clientId: string;
  clientSecret: string;
  /**
   * Signs the user in at an authorization address, as a browser and a person would.
   * @returns the client's own address the provider sends the browser back to, with `code` and `state`.
   */
  signIn(authorizationUrl: string, user: OpenIdUser): Promise<URL>;
  /** The same with a person who says no. */
  deny(authorizationUrl: string): Promise<URL>;
  /** Puts another nonce than the one asked for into the ID tokens of sign-ins from now on. */
  spoilNonce(spoil: boolean): void;
  /** Answers so from now on; with null as it is. */
  spoil(spoiling: Spoiling | null): void;
  goDown(how?: Outage): void;
  comeBack(): void;
  close(): Promise<void>;
}

export interface OpenIdProviderOptions {
  /** The one address it sends people back to. Nothing needs to listen there. */
  redirectUri: string;
  /** What the issuer has after the origin, like `/a-tenant/v2.0`. */
  path?: string;
}

const userHeader = 'x-sign-in-as';

/** A real OpenID provider on a free port of 127.0.0.1, with one client. */
export async function startOpenIdProvider({
  redirectUri,
  path = '',
}: OpenIdProviderOptions): Promise<TestOpenIdProvider> {
  const client = { clientId: 'memo', clientSecret: randomUUID(), redirectUri };
  const users = new Map<string, OpenIdUser>();
  let outage: Outage | null = null;
  let spoiled = false;
  let spoiling: Spoiling | null = null;

  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const interactionPath = `${path}/interaction/`;
  const provider = new Provider(
    origin + path,
    openIdConfiguration(client, interactionPath, (sub) => users.get(sub)),
  );
  provider.use(async (ctx, next) => {
    await next();
    if (spoiling === null || ctx.path !== `/${spoiling.at}`) return;
    const { body, headers = {}, status = ctx.status } = spoiling;
    const truth = ctx.body as Record<string, unknown>;
    ctx.body = body ? body(truth) : truth;
    ctx.status = status;
    ctx.set(headers);
  });
  const answer = provider.callback();

  async function decide(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sub = request.headers[userHeader];
    const result =
      typeof sub === 'string'
        ? { login: { accountId: sub } }
        : { error: 'access_denied', error_description: 'The person said no.' };
    await provider.interactionFinished(request, response, result);
  }

  server.on('request', (request, response) => {
    const asked = request.url ?? '/';
    const url = spoiled ? asked.replace(/([?&]nonce=)[^&]+/, '$1another') : asked;
    if (outage === 'refusing') request.socket.destroy();
    else if (outage === 'failing') response.writeHead(500).end('out of order');
    else if (outage === 'silent') return;
    else if (url.startsWith(interactionPath)) {
      decide(request, response).catch((error: unknown) =>
        response.writeHead(500).end(String(error)),
      );
    } else {
      // How the provider learns that it lives below a path.
      Object.assign(request, { originalUrl: url, url: url.slice(path.length) });
      void answer(request, response);
    }
  });

  return {
    origin,
    issuer: origin + path,
    authorizationUrl: `${origin}${path}/auth`,
    tokenUrl: `${origin}${path}/token`,
    userinfoUrl: `${origin}${path}/userinfo`,
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    signIn: (authorizationUrl, user) => {
      users.set(user.sub, user);
      return browse(authorizationUrl, redirectUri, { [userHeader]: user.sub });
    },
    deny: (authorizationUrl) => browse(authorizationUrl, redirectUri, {}),
    spoilNonce: (spoil) => {
      spoiled = spoil;
    },
    spoil: (change) => {
      spoiling = change;
    },
    goDown: (how = 'refusing') => {
      outage = how;
    },
    comeBack: () => {
      outage = null;
    },
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

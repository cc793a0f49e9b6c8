import type { Origin, Transact } from '@memo/entities';
import { AppError, toAppError } from '@memo/errors';
import type { AuditLog } from '@memo/journal';
import type { Logger } from '@memo/logging';
import { personalScope } from '../account.ts';
import { signedIn } from '../audit-entries.ts';
import type { AuthRepository } from '../auth.repository.ts';
import type { Session } from '../auth.schemas.ts';
import { notAuthenticated } from '@memo/access';
import type { Device } from '../device.ts';
import type { Sessions } from '../sessions.ts';
import { hashOf, isBeginner, type BeginnerProof } from './beginner.ts';
import { findOrCreateUser } from './find-or-create-user.ts';
import type { Flow, Grant } from './flow.ts';
import type { IdentitiesRepository } from './identities.repository.ts';
import { newTicket, type OneTimeStore } from './one-time-store.ts';
import { begunElsewhere, declined, startAgain } from './sign-in-failures.ts';
import {
  providerLabels,
  type FlowSession,
  type ProviderName,
  type SignInProvider,
} from './provider.ts';
import { verifyPerson } from './verified-person.ts';

/** What a sign-in begins with. */
export interface SignInStart {
  redirect?: string | undefined;
  /** Of the app that will fetch the session; counts with a redirect alone. */
  challenge?: string | undefined;
  /** Of the browser, in its cookie. */
  secret: string;
}

/** How the provider sent the browser back: with a code, or with why there is none (RFC 6749, 4.1.2.1). */
export interface CallbackQuery {
  state: string;
  code?: string | undefined;
  iss?: string | undefined;
  error?: string | undefined;
}

export type CallbackOutcome = { session: Session } | { redirect: string };

export interface SignInService {
  /** The address to send the person to. @throws AppError `not_found` for a provider that is off; `unavailable`. */
  begin(provider: ProviderName, start: SignInStart): Promise<string>;
  /**
   * Where a sign-in ends. Once its state is known to be one with a redirect, it ends there, errors too.
   * @param secret of the browser; of a sign-in without a redirect it must be the one that began it.
   * @throws AppError `invalid_input`, `forbidden`, `not_found`, `unavailable`.
   */
  finish(
    provider: ProviderName,
    query: CallbackQuery,
    secret: string | null,
    device: Device,
  ): Promise<CallbackOutcome>;
  /**
   * The session a redirect's one-time code stands for.
   * @throws AppError `invalid_input`, `unauthenticated`; `not_found` where no provider is on.
   */
  exchange(code: string, proof: BeginnerProof, device: Device): Promise<Session>;
}

export interface SignInDeps {
  providers: Readonly<Record<ProviderName, SignInProvider | null>>;
  flows: OneTimeStore<Flow>;
  grants: OneTimeStore<Grant>;
  identities: IdentitiesRepository;
  accounts: Pick<AuthRepository, 'lockAccount'>;
  sessions: Sessions;
  transact: Transact;
  audit: AuditLog;
  companyDomains: readonly string[];
  logger: Logger;
}

export function createSignInService(deps: SignInDeps): SignInService {
  const { flows, grants, identities, accounts, sessions, transact, audit } = deps;

  function providerOf(name: ProviderName): SignInProvider {
    const provider = deps.providers[name];
    if (provider !== null) return provider;
    throw new AppError(
      'not_found',
      `This server does not offer sign-in with ${providerLabels[name]}. Sign in another way.`,
      { code: 'provider_off' },
    );
  }

  async function identify(flow: Flow, query: CallbackQuery) {
    const { provider: name, session } = flow;
    if (query.error !== undefined || query.code === undefined) throw declined(name, query.error);
    const { code, state, iss } = query;
    const answer = { code, state, ...(iss !== undefined && { iss }) };
    const claims = await providerOf(name).complete(answer, session);
    return verifyPerson(name, claims, deps.companyDomains);
  }

  async function openSession(flow: Flow, query: CallbackQuery, device: Device): Promise<Session> {
    const person = await identify(flow, query);
    return transact(async (tx) => {
      const { userId, entries } = await findOrCreateUser(identities, tx, person);
      const all = [...entries, signedIn(userId, person.provider)];
      return sessions.open(tx, { userId, device, entries: all });
    });
  }

  /** The code for the app: what it stands for is a user, so that no token waits in Redis. */
  async function grantCode(flow: Flow, query: CallbackQuery, origin: Origin): Promise<string> {
    const person = await identify(flow, query);
    const grant = await transact(async (tx) => {
      const { userId, entries } = await findOrCreateUser(identities, tx, person);
      const account = await accounts.lockAccount(tx, userId);
      if (account === null) throw notAuthenticated();
      const scope = personalScope(account, origin);
      for (const entry of entries) await audit.record(scope, tx, entry);
      return { userId, tokenVersion: account.user.tokenVersion, beginner: flow.beginner };
    });
    return grants.put(grant);
  }

  function errorCode(thrown: unknown): string {
    const { kind, code } = toAppError(thrown);
    const isOurs = kind === 'internal' || kind === 'misconfigured';
    if (isOurs || kind === 'unavailable') {
      deps.logger.error('a sign-in failed', { error: thrown });
    }
    return isOurs ? 'server_error' : code;
  }

  return {
    begin: async (name, { redirect = null, challenge = null, secret }) => {
      const provider = providerOf(name);
      const session: FlowSession = {
        state: newTicket(),
        nonce: newTicket(),
        verifier: newTicket(),
      };
      const address = await provider.begin(session);
      const beginner = { secretHash: hashOf(secret), challenge: redirect && challenge };
      await flows.put({ provider: name, redirect, beginner, session }, session.state);
      return address;
    },

    finish: async (name, query, secret, device) => {
      providerOf(name);
      const flow = await flows.take(query.state);
      if (flow?.provider !== name) {
        throw new AppError(
          'invalid_input',
          `This sign-in is unknown, finished or older than ten minutes. ${startAgain(name)}`,
          { code: 'state_unknown' },
        );
      }
      if (flow.redirect === null) {
        if (!isBeginner(flow.beginner, { secret, verifier: null }))
          throw begunElsewhere(startAgain(name));
        return { session: await openSession(flow, query, device) };
      }
      const redirect = new URL(flow.redirect);
      try {
        redirect.searchParams.set('code', await grantCode(flow, query, device));
      } catch (error) {
        redirect.searchParams.set('error', errorCode(error));
      }
      return { redirect: redirect.href };
    },

    exchange: async (code, proof, device) => {
      if (Object.values(deps.providers).every((provider) => provider === null)) {
        throw new AppError(
          'not_found',
          'This server offers no sign-in that ends with a code. Sign in with an address and a password.',
          { code: 'provider_off' },
        );
      }
      const grant = await grants.take(code);
      if (grant === null) {
        throw new AppError(
          'invalid_input',
          'This code is unknown, used or older than a minute. Start the sign-in again.',
          { code: 'code_unknown' },
        );
      }
      const { beginner, ...user } = grant;
      if (!isBeginner(beginner, proof))
        throw begunElsewhere('Start the sign-in again in this one.');
      const entries = [signedIn(user.userId, 'exchange')];
      return transact((tx) => sessions.open(tx, { ...user, device, entries }));
    },
  };
}

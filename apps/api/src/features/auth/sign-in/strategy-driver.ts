import type { Request, Response } from 'express';
import passport, { type Strategy } from 'passport';
import type { FlowSession, ProviderAnswer, ProviderClaims } from './provider.ts';

/** What a strategy reads of a request, with the session it would get from a session middleware. */
export interface FlowRequest {
  method: 'GET';
  query: Partial<ProviderAnswer>;
  session: FlowSession;
}

export interface StrategyDriver {
  /** @param strategy as passport has them; not all packages' types say so. */
  use(name: string, strategy: object): void;
  /** The address the strategy redirects to. */
  begin(name: string, session: FlowSession): Promise<string>;
  /** What the strategy's verify function made of the answer. Rejects with what the strategy reports. */
  complete(name: string, answer: ProviderAnswer, session: FlowSession): Promise<ProviderClaims>;
}

type Outcome = { location: string } | { claims: ProviderClaims };

/**
 * Runs passport strategies without Express: a session from elsewhere instead of a cookie's, and what they decide as a
 * value instead of a response.
 */
export function createStrategyDriver(): StrategyDriver {
  const authenticator = new passport.Passport();

  const run = (name: string, request: FlowRequest): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      const response = {
        setHeader: (header: string, value: string) => {
          if (header === 'Location') resolve({ location: value });
        },
        end: () => undefined,
      };
      // By name, so that each run gets a strategy object of its own: one given directly is shared by all at once.
      const handle = authenticator.authenticate(
        name,
        { session: false },
        (error: unknown, claims: unknown, info: unknown) => {
          if (claims) resolve({ claims: claims as ProviderClaims });
          else reject(asError(error ?? info));
        },
      ) as (request: Request, response: Response, next: (error: unknown) => void) => void;
      handle(request as unknown as Request, response as unknown as Response, (error) =>
        reject(asError(error)),
      );
    });

  return {
    use: (name, strategy) => void authenticator.use(name, strategy as Strategy),
    begin: async (name, session) => {
      const outcome = await run(name, { method: 'GET', query: {}, session });
      if ('location' in outcome) return outcome.location;
      throw new Error('The strategy did not ask to redirect');
    },
    complete: async (name, query, session) => {
      const outcome = await run(name, { method: 'GET', query, session });
      if ('claims' in outcome) return outcome.claims;
      throw new Error('The strategy asked to redirect again');
    },
  };
}

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error('The strategy refused', { cause: thrown });

export type ProviderName = 'microsoft' | 'google';

export const providerLabels: Readonly<Record<ProviderName, string>> = {
  microsoft: 'Microsoft',
  google: 'Google',
};

/** What the server keeps between login and callback, to know the answer to this sign-in by. */
export interface FlowSession {
  state: string;
  nonce: string;
  /** Of PKCE. */
  verifier: string;
}

/** The query with which the provider sends the browser back. */
export interface ProviderAnswer {
  code: string;
  state: string;
  iss?: string;
}

/** What a provider says of the person who signed in. */
export interface ProviderClaims {
  /** Its own id for the person, which stays when the address changes. */
  subject: string;
  email: unknown;
  /** Whether the provider can be believed that the address is the person's own. */
  vouched: boolean;
  name: unknown;
}

/** Both throw AppError: `unavailable` when the provider does not answer, `misconfigured` when it refuses this server. */
export interface SignInProvider {
  /** The address to send the person to. */
  begin(session: FlowSession): Promise<string>;
  /** @throws AppError `invalid_input` when the provider does not confirm the sign-in. */
  complete(answer: ProviderAnswer, session: FlowSession): Promise<ProviderClaims>;
}

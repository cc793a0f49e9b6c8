/** Who signs in, and what the provider says of them. */
export interface OpenIdUser {
  sub: string;
  email?: string;
  email_verified?: boolean;
  xms_edov?: boolean | number | string;
  name?: string;
}

/** What a provider answers at one of its addresses instead of the truth. */
export interface Spoiling {
  at: 'token' | 'userinfo';
  status?: number;
  headers?: Record<string, string>;
  /** Text is sent as HTML, an object as JSON. */
  body?: (truth: Record<string, unknown>) => unknown;
}

/** How a provider is away: it hangs up, answers 500, or takes the request and never answers. */
export type Outage = 'refusing' | 'failing' | 'silent';

/** Who signs in, and what the provider says of them. */
export interface OpenIdUser {
  sub: string;
  email?: string;
  email_verified?: boolean;
  xms_edov?: boolean | number | string;
  name?: string;
}

/** How a provider is away: it hangs up, answers 500, or takes the request and never answers. */
export type Outage = 'refusing' | 'failing' | 'silent';

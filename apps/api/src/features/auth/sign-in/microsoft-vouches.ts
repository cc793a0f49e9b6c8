export interface AddressClaims {
  email_verified?: unknown;
  /** "E-mail domain owner verified", an optional claim the app registration must ask for. */
  xms_edov?: unknown;
}

// The last one is the id of the tenant of personal accounts, `consumers`.
const sharedTenants: ReadonlySet<string> = new Set([
  'common',
  'organizations',
  'consumers',
  '9188040d-6c67-4c5b-b112-36a304b66dad',
]);

const yes: ReadonlySet<unknown> = new Set([true, 1, '1', 'true']);

/**
 * Whether Microsoft can be believed that the address is the person's own.
 *
 * In Entra ID the administrator of any tenant can write any address into a user's `email`. Taking it at its word would
 * let a person with a tenant of their own walk into the account of anybody whose address they know (the hole published
 * as "nOAuth"). So Microsoft must say that the address, or its domain, was verified. Where it says nothing, the address
 * counts only if the one tenant this server admits is a particular one: its administrator is then the operator's own.
 */
export function microsoftVouches(
  { email_verified: verified, xms_edov: domainOwned }: AddressClaims,
  tenant: string,
): boolean {
  if (verified !== undefined && verified !== true) return false;
  if (domainOwned !== undefined && !yes.has(domainOwned)) return false;
  if (verified !== undefined || domainOwned !== undefined) return true;
  return !sharedTenants.has(tenant.toLowerCase());
}

import { AppError } from '@memo/errors';
import { emailSchema } from '../auth.schemas.ts';
import { requireCompanyAddress } from '../company-domains.ts';
import { providerLabels, type ProviderClaims, type ProviderName } from './provider.ts';

/** Somebody whose address a provider vouches for. */
export interface VerifiedPerson {
  provider: ProviderName;
  /** The provider's own id for them. */
  subject: string;
  email: string;
  name: string;
}

const maxName = 200;
const maxSubject = 255;

/**
 * The person behind a provider's claims.
 * @param companyDomains when not empty, the only ones whose addresses may sign in.
 * @throws AppError `forbidden` when the address is missing, not proven or of another domain.
 */
export function verifyPerson(
  provider: ProviderName,
  claims: ProviderClaims,
  companyDomains: readonly string[],
): VerifiedPerson {
  const label = providerLabels[provider];
  const email = emailSchema.safeParse(claims.email).data;
  if (email === undefined || !isStorable(claims.subject)) {
    throw new AppError(
      'forbidden',
      `${label} gave no e-mail address for this account. Add one there, or sign in with another account.`,
      { code: 'email_missing' },
    );
  }
  if (!claims.vouched) {
    throw new AppError(
      'forbidden',
      `${label} does not confirm that this e-mail address is yours. Verify it there, or sign in with another account.`,
      { code: 'email_not_verified' },
    );
  }
  requireCompanyAddress(email, companyDomains);
  return { provider, subject: claims.subject, email, name: nameFrom(claims.name, email) };
}

const isStorable = (subject: string): boolean =>
  subject.length > 0 && subject.length <= maxSubject && !subject.includes('\0');

/** Providers let people write there what they like. */
function nameFrom(told: unknown, email: string): string {
  const name = typeof told === 'string' ? told.replaceAll('\0', '').trim() : '';
  const chosen = name === '' ? email.slice(0, email.lastIndexOf('@')) : name;
  return chosen.slice(0, maxName).toWellFormed();
}

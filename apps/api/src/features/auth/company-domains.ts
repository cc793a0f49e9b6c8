import type { User } from '@memo/entities';
import { AppError } from '@memo/errors';

const isOfCompany = (email: string, companyDomains: readonly string[]): boolean =>
  companyDomains.length === 0 || companyDomains.includes(email.slice(email.lastIndexOf('@') + 1));

/**
 * Whether an account may be in here. Where there are company domains, its address is of one of them and was proven:
 * anybody could have signed up with it before they were set.
 */
export const admitsAccount =
  (companyDomains: readonly string[]) =>
  ({ email, emailVerified }: Pick<User, 'email' | 'emailVerified'>): boolean =>
    companyDomains.length === 0 || (emailVerified && isOfCompany(email, companyDomains));

/**
 * @param companyDomains when not empty, the only ones whose addresses may sign in.
 * @throws AppError `forbidden` for an address of another.
 */
export function requireCompanyAddress(email: string, companyDomains: readonly string[]): void {
  if (isOfCompany(email, companyDomains)) return;
  throw new AppError(
    'forbidden',
    'Only company addresses may sign in here. Sign in with the account of your company.',
    { code: 'domain_not_allowed' },
  );
}

/** @throws AppError `forbidden` for an account that is not admitted. */
export function requireAdmitted(
  user: Pick<User, 'email' | 'emailVerified'>,
  companyDomains: readonly string[],
): void {
  requireCompanyAddress(user.email, companyDomains);
  if (admitsAccount(companyDomains)(user)) return;
  throw new AppError(
    'forbidden',
    'Nobody has proven that this address is theirs. Sign in with Microsoft or Google: the account is then yours.',
    { code: 'address_not_proven' },
  );
}

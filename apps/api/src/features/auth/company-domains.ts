import { AppError } from '@memo/errors';

/**
 * @param companyDomains when not empty, the only ones whose addresses may sign in.
 * @throws AppError `forbidden` for an address of another.
 */
export function requireCompanyAddress(email: string, companyDomains: readonly string[]): void {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (companyDomains.length === 0 || companyDomains.includes(domain)) return;
  throw new AppError(
    'forbidden',
    'Only company addresses may sign in here. Sign in with the account of your company.',
    { code: 'domain_not_allowed' },
  );
}

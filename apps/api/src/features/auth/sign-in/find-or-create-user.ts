import type { Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditEntry } from '@memo/journal';
import { identityLinked, registered } from '../audit-entries.ts';
import type { IdentitiesRepository } from './identities.repository.ts';
import type { KnownUser } from './identities.sql.ts';
import type { VerifiedPerson } from './verified-person.ts';

export interface FoundUser {
  userId: number;
  /** What changed, for the audit log. */
  entries: AuditEntry[];
}

/**
 * The one user a verified person is: known by the provider's id, else by the address, else new. Two sign-ins of one
 * person at the same moment, through one provider or two, come to the same user.
 * @throws AppError `forbidden` when the account is deactivated.
 */
export async function findOrCreateUser(
  repository: IdentitiesRepository,
  tx: Transaction,
  person: VerifiedPerson,
): Promise<FoundUser> {
  await repository.lockIdentity(tx, person);
  const known = await repository.findByIdentity(tx, person);
  if (known !== null) return { userId: known.id, entries: await comeBack(repository, tx, known) };

  const created = await repository.createAccount(tx, person);
  if (created !== null) {
    return { userId: created, entries: [registered(created, person.provider)] };
  }

  const user = await repository.lockByEmail(tx, person.email);
  const back = await comeBack(repository, tx, user);
  // Anybody can sign up with an address and a password before the address's owner comes, and wait in the account for
  // what the owner will put there (pre-hijacking). The person who proves the address gets the account, and nobody else:
  // the password, every session and every access token from before end here.
  const tookOver = !user.emailVerified;
  if (tookOver) await repository.takeOver(tx, user.id);
  await repository.addIdentity(tx, user.id, person);
  const linked = identityLinked(user.id, person.provider, tookOver);
  return { userId: user.id, entries: [...back, linked] };
}

/** Who had the account deleted gets it back by signing in. */
async function comeBack(
  repository: IdentitiesRepository,
  tx: Transaction,
  { id, isActive }: Pick<KnownUser, 'id' | 'isActive'>,
): Promise<AuditEntry[]> {
  if (isActive) return [];
  const restored = await repository.restore(tx, id);
  if (restored !== null) return restored;
  throw new AppError(
    'forbidden',
    'This account is deactivated. Ask whoever runs this server to activate it again.',
    { code: 'account_deactivated' },
  );
}

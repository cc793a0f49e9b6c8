import { personOf } from '@memo/access';
import type { Scope } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { MembersRepository } from './members.repository.ts';
import type { NewMember } from './members.schemas.ts';

/**
 * Whom somebody means to add, by address or id.
 * @throws AppError `not_found`, after `onMiss`; `conflict` for an address that nobody has proven.
 */
export type FindAccount = (
  scope: Scope,
  who: Pick<NewMember, 'email' | 'user_id'>,
  onMiss: () => Promise<void>,
) => Promise<number>;

export const nobodyDetail =
  'Nobody here has this e-mail address, or none of your colleagues this id. Invite them: their invitation waits until they have signed up.';
export const unprovenDetail =
  'Nobody has proven yet that this e-mail address is theirs. Invite them instead.';

export interface FindAccountDeps {
  repository: Pick<MembersRepository, 'findByEmail' | 'findColleague'>;
  /**
   * Whether people can prove here that an address is theirs. Then one that nobody proved is not taken for its owner's:
   * anybody signs up with any address.
   */
  provesAddresses: boolean;
}

export const createFindAccount =
  ({ repository, provesAddresses }: FindAccountDeps): FindAccount =>
  async (scope, { email, user_id: userId }, onMiss) => {
    const found =
      email === undefined
        ? await repository.findColleague(userId ?? 0, personOf(scope))
        : await repository.findByEmail(email);
    if (found === null) {
      await onMiss();
      throw new AppError('not_found', nobodyDetail, { code: 'no_such_account' });
    }
    if (email !== undefined && provesAddresses && !found.emailVerified) {
      throw new AppError('conflict', unprovenDetail, { code: 'address_unproven' });
    }
    return found.userId;
  };

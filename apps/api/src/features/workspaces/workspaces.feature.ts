import type { Database, Transact } from '@memo/entities';
import type { AuditLog } from '@memo/journal';
import type { Logger } from '@memo/logging';
import type { Mail } from '@memo/mail';
import type { Feature } from '../../feature.ts';
import { sweepEveryMs } from '../../sweeper/sweeper.ts';
import { purgeWorkspaces } from './deleted/purge-workspaces.ts';
import { createHoldWorkspace } from './hold-workspace.ts';
import { createAcceptInvitation } from './invitations/accept-invitation.ts';
import { createInvitationMail } from './invitations/invitation-mail.ts';
import { createInvitationsRepository } from './invitations/invitations.repository.ts';
import { createInvitationsRoutes } from './invitations/invitations.routes.ts';
import { createInvitationsService } from './invitations/invitations.service.ts';
import { createOfferRoutes } from './invitations/offer.routes.ts';
import { createFindAccount } from './members/find-account.ts';
import { createMembersRepository } from './members/members.repository.ts';
import { createMembersRoutes } from './members/members.routes.ts';
import { createMembersService } from './members/members.service.ts';
import { createWorkspacesRepository } from './workspaces.repository.ts';
import { createWorkspacesRoutes } from './workspaces.routes.ts';
import { createWorkspacesService } from './workspaces.service.ts';

export interface WorkspacesFeatureDeps {
  database: Database;
  transact: Transact;
  audit: AuditLog;
  mail: Mail;
  /** Where people reach this installation, without a slash at its end. */
  publicUrl: string;
  /** Whether people can prove here that an address is theirs. */
  provesAddresses: boolean;
  logger: Logger;
}

export function createWorkspacesFeature(deps: WorkspacesFeatureDeps): Feature {
  const { database, mail, publicUrl, provesAddresses, logger, ...shared } = deps;
  const repository = createWorkspacesRepository(database);
  const members = createMembersRepository(database);
  const invitations = createInvitationsRepository(database);
  const hold = createHoldWorkspace({ workspaces: repository, members });
  const holding = { ...shared, hold };
  return {
    routes: [
      ...createWorkspacesRoutes(createWorkspacesService({ ...holding, repository })),
      ...createMembersRoutes(
        createMembersService({
          ...{ ...holding, repository: members, invitations },
          findAccount: createFindAccount({ repository: members, provesAddresses }),
        }),
      ),
      ...createInvitationsRoutes(
        createInvitationsService({
          ...{ ...holding, repository: invitations, publicUrl },
          mail: createInvitationMail({ mail, logger }),
        }),
        createAcceptInvitation({
          ...shared,
          repository: invitations,
          workspaces: repository,
          members,
        }),
      ),
      ...createOfferRoutes(invitations),
    ],
    sweeps: {
      purgeWorkspaces: {
        everyMs: sweepEveryMs,
        run: () => purgeWorkspaces({ database, transact: shared.transact }),
      },
      pruneInvitations: { everyMs: sweepEveryMs, run: () => invitations.prune() },
    },
  };
}

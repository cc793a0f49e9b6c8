import type { Actor, Database, Origin, RowOfStatement, Scope, User } from '@memo/entities';
import { AppError } from '@memo/errors';
import {
  CredentialOver,
  notAuthenticated,
  type AccessTokenClaims,
  type AccessTokens,
} from './access-tokens.ts';
import { findMembership, findMemberships, findRole } from './membership.sql.ts';

/** How a request names the workspace it is about; all of them UUIDs. Without any it is the credential's own. */
export interface NamedWorkspace {
  /** The meeting a path names: its workspace it is. */
  meetingId?: string | undefined;
  /** The same for a recording of a meeting. */
  recordingId?: string | undefined;
  /** The workspace itself, beside the path: over HTTP `X-Workspace-Id`. */
  workspaceId?: string | undefined;
  /** The workspace itself, in its path or among the request's own data. */
  organization?: string | undefined;
}

export interface AccessRequest {
  /** The text of the credential, without how it was sent. */
  credential: string;
  named: NamedWorkspace;
  origin: Origin | null;
}

/** Who calls, and either on whose behalf that is, or why they cannot be in the workspace they name. */
export type Caller =
  | { actor: Actor; scope: Scope; refusal: null }
  /** `not_found` or `conflict`. */
  | { actor: Actor; scope: null; refusal: AppError };

export interface Access {
  /**
   * In one statement. A caller whose workspace is refused is known all the same, so that their request counts as theirs.
   * @throws AppError `unauthenticated` when the credential is not valid; CredentialOver when it is not any more.
   */
  identify(request: AccessRequest): Promise<Caller>;
  /**
   * The same for many, in one statement: what is held open asks again whether its callers may still have it.
   * @returns in their order; an error in place of a caller `identify` would throw one for.
   */
  identifyAll(requests: readonly AccessRequest[]): Promise<(Caller | AppError)[]>;
  /**
   * For a request that names its workspace in its fields, which are read after the caller was identified: a scope of the
   * same actor in that workspace, with the role they have there. Without such a field, the scope that was given.
   * @throws AppError `not_found` when they are no member of it, `conflict` when two are named.
   */
  enter(scope: Scope, named: Omit<NamedWorkspace, 'meetingId' | 'recordingId'>): Promise<Scope>;
}

export interface AccessDeps {
  database: Pick<Database, 'openRows'>;
  accessTokens: AccessTokens;
  /** Whether this installation takes such an account at all; every one when not given. */
  admits?: (account: Pick<User, 'email' | 'emailVerified'>) => boolean;
}

export function createAccess({ database, accessTokens, admits }: AccessDeps): Access {
  const rows = database.openRows();

  /** What a request asks the database, where its credential is good so far. */
  function asked({ credential, named }: AccessRequest) {
    const { userId, tokenVersion, sessionId, workspaceId: home } = accessTokens.verify(credential);
    const { meetingId = null, recordingId = null, workspaceId, organization } = named;
    const selected = workspaceId ?? organization ?? home;
    const thing = { meetingId, recordingId };
    return { userId, tokenVersion, sessionId, home, ...thing, workspaceId: selected };
  }

  function callerOf(
    { named, origin }: AccessRequest,
    { userId, sessionId }: Pick<AccessTokenClaims, 'userId' | 'sessionId'>,
    member: RowOfStatement<typeof findMembership> | null,
  ): Caller {
    if (member === null) throw new CredentialOver(userId);
    const { email, email_verified: emailVerified } = member;
    if (admits?.({ email, emailVerified }) === false) throw new CredentialOver(userId);
    const actor: Actor = { kind: 'user', userId, ...(sessionId !== null && { sessionId }) };
    const refused = (refusal: AppError): Caller => ({ actor, scope: null, refusal });

    const { meetingId, recordingId, workspaceId, organization } = named;
    if (workspaceId !== undefined && differ(workspaceId, organization))
      return refused(conflict(twoWorkspaces));
    const { workspace_id: found, role, is_operator: isOperator } = member;
    if (found === null || role === null) {
      if (recordingId !== undefined) return refused(recordingNotFound());
      return refused(meetingId === undefined ? workspaceNotFound() : meetingNotFound());
    }
    if (differ(found, workspaceId ?? organization)) return refused(conflict(meetingElsewhere));
    const scope = { workspaceId: found, actor, role, isOperator, origin };
    return { actor, scope, refusal: null };
  }

  return {
    identify: async (request) => {
      const question = asked(request);
      return callerOf(request, question, await rows.first(findMembership, question));
    },

    identifyAll: async (requests) => {
      const questions = requests.map((request) => orError(() => asked(request)));
      const good = questions.flatMap((one) => (one instanceof AppError ? [] : [one]));
      const found = await rows.all(findMemberships, {
        userIds: good.map(({ userId }) => userId),
        tokenVersions: good.map(({ tokenVersion }) => tokenVersion),
        sessionIds: good.map(({ sessionId }) => sessionId),
        homes: good.map(({ home }) => home),
        meetingIds: good.map(({ meetingId }) => meetingId),
        recordingIds: good.map(({ recordingId }) => recordingId),
        workspaceIds: good.map(({ workspaceId }) => workspaceId),
      });
      const members = new Map(found.map((row) => [good[row.place - 1], row]));
      return requests.map((request, at) => {
        const question = questions[at] ?? notAuthenticated();
        if (question instanceof AppError) return question;
        return orError(() => callerOf(request, question, members.get(question) ?? null));
      });
    },

    enter: async (scope, { workspaceId, organization }) => {
      if (workspaceId !== undefined && differ(workspaceId, organization))
        throw conflict(twoWorkspaces);
      const selected = workspaceId ?? organization ?? scope.workspaceId;
      if (!differ(selected, scope.workspaceId)) return scope;
      const { actor } = scope;
      // Whatever else acts was made for one workspace.
      const { userId } = actor.kind === 'user' ? actor : { userId: null };
      const member =
        userId === null ? null : await rows.first(findRole, { userId, workspaceId: selected });
      if (member === null) throw workspaceNotFound();
      return { ...scope, workspaceId: member.workspace_id, role: member.role };
    },
  };
}

function orError<T>(work: () => T): T | AppError {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** UUIDs may be written in capitals. */
const differ = (one: string, other: string | undefined): boolean =>
  other !== undefined && one.toLowerCase() !== other.toLowerCase();

/** Also for a meeting of another workspace, for one that is private to somebody else, and for a deleted one. */
export const meetingNotFound = (): AppError => new AppError('not_found', 'Meeting not found');

/** Also for one of a meeting that the caller may not see, and of a deleted one. */
export const recordingNotFound = (): AppError => new AppError('not_found', 'Recording not found');

const workspaceNotFound = (): AppError =>
  new AppError('not_found', workspaceUnknown, { code: 'workspace_not_found' });

const conflict = (sentence: string): AppError =>
  new AppError('conflict', sentence, { code: 'workspace_conflict' });

export const workspaceUnknown =
  'There is no such workspace, or you are no member of it. A request that names none is about your own.';
export const twoWorkspaces = 'The request names two different workspaces. Name one of them.';
export const meetingElsewhere =
  'The meeting is in another workspace than the one the request names. Leave the workspace out: the meeting has its own.';

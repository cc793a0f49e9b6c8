import type { Stage } from '@memo/entities';

/** What can happen to a meeting that a client with a copy wants to know. */
export const eventKinds = [
  'meeting.created',
  'meeting.updated',
  'meeting.completed',
  'meeting.failed',
  'meeting.deleted',
  'meeting.access_changed',
  'transcript.changed',
  'note.changed',
] as const;

export type EventKind = (typeof eventKinds)[number];

/** The parts of a meeting that `meeting.updated` can name. */
export const updatedFields = [
  'title',
  'description',
  'participants',
  'speakers',
  /** Its recordings are there, which were waited for. */
  'audio',
  'status',
  'analytics_status',
  'dashboard_status',
] as const;

export type UpdatedField = (typeof updatedFields)[number];

type Nothing = object;

/** What each kind says beside its meeting: ids and names of fields, never content. */
interface DetailsOf {
  'meeting.created': Nothing;
  'meeting.updated': { fields: readonly UpdatedField[] };
  'meeting.completed': Nothing;
  'meeting.failed': { stage: Stage };
  /** A meeting that was private to this user: nobody else is told. */
  'meeting.deleted': { only_for?: number };
  /** `hidden`: members who saw it do not any more, and are told. */
  'meeting.access_changed': { hidden?: boolean };
  'transcript.changed': Nothing;
  'note.changed': Nothing;
}

/** A kind with its details; a kind that has no line above does not compile. */
export type EventDetails = { [Kind in EventKind]: { kind: Kind } & DetailsOf[Kind] }[EventKind];

/** Something that happened to one meeting of a workspace. */
export type NewEvent = { workspaceId: string; meetingId: string } & EventDetails;

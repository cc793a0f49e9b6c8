import type { RouteRow, ValidRequest } from './route-row.ts';
import { marker, type World } from './world.ts';

const path = '/transcription/meetings/{meeting_id}/transcript';

/** The whole name of a route of a transcript: `POST …/replace`. */
export const transcriptRoute = (short: string): string => short.replace('…', path);

const of =
  (more: Record<string, string> = {}, body?: (world: World) => object) =>
  (world: World): ValidRequest => ({
    params: { meeting_id: world.meetingId, ...more },
    ...(body !== undefined && { body: body(world) }),
  });

/** The transcript of the owner's meeting has one segment, of S1. */
const rows: Readonly<Record<string, RouteRow>> = {
  'GET …/': { access: 'owned', request: of() },
  'GET …/edits': { access: 'owned', request: of() },
  'PATCH …/segments/{segment}': {
    access: 'owned',
    request: of({ segment: '0' }, () => ({ text: `An ${marker} ${crypto.randomUUID()}.` })),
  },
  'POST …/segments/{segment}/split': {
    access: 'owned',
    request: of({ segment: '0' }, () => ({ character: 4_000 })),
    status: 400,
  },
  'POST …/segments/merge': {
    access: 'owned',
    request: of({}, () => ({ segment_ids: [0, 0] })),
    status: 409,
  },
  'POST …/segments/move': {
    access: 'owned',
    request: of({}, () => ({ from_segment: 0, to_segment: 0, speaker: 'S1' })),
  },
  'POST …/replace': {
    access: 'owned',
    request: of({}, () => ({ find: 'an', replace: 'the', dry_run: true })),
  },
  'POST …/edits/{edit_id}/undo': {
    access: 'owned',
    request: of({ edit_id: '00000000-0000-7000-8000-000000000000' }),
    status: 404,
  },
};

export const transcriptRows: Readonly<Record<string, RouteRow>> = Object.fromEntries(
  Object.entries(rows).map(([short, row]) => [transcriptRoute(short), row]),
);

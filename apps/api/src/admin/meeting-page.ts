import type { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { sendDetail } from '../http/errors.ts';
import type { ReadMeetingRuns } from './meeting-runs.ts';

export const meetingsPath = '/admin/meetings';

/** What a ticket says of the run that it led to, once that has failed. */
const failedTicket = z.object({ meetingId: z.uuid(), stage: z.string() });

type LinkOfJob = NonNullable<
  NonNullable<ConstructorParameters<typeof BullMQAdapter>[1]>['externalJobUrl']
>;
type ShownJob = Parameters<LinkOfJob>[0];

const ticketOf = ({ data }: Pick<ShownJob, 'data'>) => failedTicket.safeParse(data).data;

/** Where the board leads to from a job. Of most there is nowhere, which the board takes and its types do not. */
export const linkToMeeting = ((job: ShownJob) => {
  const ticket = ticketOf(job);
  if (ticket === undefined) return undefined;
  return { displayText: 'Meeting', href: `${meetingsPath}/${ticket.meetingId}` };
}) as LinkOfJob;

/** One ticket is as good as another until its run has failed. */
export function nameOfJob(job: ShownJob): string {
  const stage = ticketOf(job)?.stage;
  return stage === undefined ? job.name : `${job.name} (${stage})`;
}

/** As JSON: what became of the stages of one meeting, and why. */
export const showMeeting =
  (readMeetingRuns: ReadMeetingRuns): RequestHandler =>
  async (req, res) => {
    res.set('Cache-Control', 'no-store');
    const id = z.uuid().safeParse(req.params.meeting_id);
    const found = id.success ? await readMeetingRuns(id.data) : null;
    if (found === null) sendDetail(res, 404, 'Meeting not found');
    else res.json(found);
  };

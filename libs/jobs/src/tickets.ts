import { randomUUID } from 'node:crypto';
import type { Queue } from 'bullmq';
import { ticketName } from './contracts.ts';
import { inTime } from './in-time.ts';

/**
 * Tickets that wait on a queue at the most. A worker that finds more work than its own adds the next ticket, so even one
 * would do; several let a large fleet fill faster than one by one.
 */
export const ticketCap = 16;

/** Tickets for later that fall into the same stretch are one. */
const laterMs = 100;

/**
 * Sees to it that so many tickets wait, or as many as may. Two processes at once may add a few too many, and that is
 * all: a ticket for nothing ends as done.
 * @returns how many waited before.
 */
export async function offerTickets(queue: Queue, count: number): Promise<number> {
  // The end that new tickets are added at: requests wait at the other one.
  const newest = await inTime(queue.getRanges(['wait'], 0, ticketCap - 1));
  const waiting = newest.filter((id) => id.startsWith(`${ticketName}-`)).length;
  const missing = Math.min(count, ticketCap) - waiting;
  if (missing > 0) {
    const tickets = Array.from({ length: missing }, () => ({
      name: ticketName,
      data: {},
      opts: { jobId: `${ticketName}-${randomUUID()}` },
    }));
    await inTime(queue.addBulk(tickets));
  }
  return waiting;
}

/** Adds a ticket for later, unless there is one for the same moment. @param delayMs from now, in ms. */
export async function offerTicketIn(queue: Queue, delayMs: number): Promise<void> {
  const stretch = Math.ceil((Date.now() + delayMs) / laterMs);
  const delay = Math.max(0, stretch * laterMs - Date.now());
  await inTime(queue.add(ticketName, {}, { jobId: `${ticketName}-at-${stretch}`, delay }));
}

import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '@memo/errors';

/** PostgreSQL's name for a lock that was not to be waited for. */
const lockNotAvailable = '55P03';

const waitsMs = [50, 150, 450];

/** The run that delivers a generation is just being ended by its worker, which waits for the meeting. */
export class DeliveryHeld extends AppError {
  constructor() {
    super(
      'conflict',
      'This meeting is just being delivered to the dashboard. Nothing was changed: send the same request again in a few seconds.',
      { code: 'delivery_under_way' },
    );
  }
}

/** @throws DeliveryHeld where a lock was not to be had at once. */
export async function atOnce<T>(locking: Promise<T>): Promise<T> {
  try {
    return await locking;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === lockNotAvailable) throw new DeliveryHeld();
    throw error;
  }
}

/**
 * Does a whole transaction, and does it again a moment later where a delivery is held: it has to let go of the meeting
 * first, as a worker locks the run before the meeting.
 * @throws DeliveryHeld in the end.
 */
export async function unlessHeld<T>(transaction: () => Promise<T>): Promise<T> {
  for (const ms of waitsMs) {
    try {
      return await transaction();
    } catch (error) {
      if (!(error instanceof DeliveryHeld)) throw error;
      await wait(ms);
    }
  }
  return transaction();
}

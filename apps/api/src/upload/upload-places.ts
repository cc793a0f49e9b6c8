import { AppError } from '@memo/errors';
import { tooManyUploads } from '../http/errors.ts';

/** How many uploads may be under way. */
export interface UploadBounds {
  /** In one API process: each holds up to 15 MiB. */
  perProcess: number;
  /** Of one caller in one process. */
  perCaller: number;
}

export interface UploadPlaces {
  /**
   * Takes a place for as long as an upload is under way.
   * @returns gives it back; more than once is no harm.
   * @throws AppError `unavailable` where there is none; nobody waits, because bodies that wait are held as well.
   */
  take(caller: string): () => void;
  /** How many are taken. */
  taken(): number;
}

const retryAfterMs = 10_000;

export function createUploadPlaces({ perProcess, perCaller }: UploadBounds): UploadPlaces {
  const taken = new Map<string, number>();
  let all = 0;
  return {
    take: (caller) => {
      const own = taken.get(caller) ?? 0;
      if (own >= perCaller)
        throw refused('You are uploading as many recordings as you may at once.');
      if (all >= perProcess) throw refused('As many recordings as may be are being uploaded.');
      taken.set(caller, own + 1);
      all += 1;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        all -= 1;
        const left = (taken.get(caller) ?? 1) - 1;
        if (left === 0) taken.delete(caller);
        else taken.set(caller, left);
      };
    },
    taken: () => all,
  };
}

const refused = (sentence: string): AppError =>
  new AppError('unavailable', `${sentence} Send this one again in a few seconds.`, {
    code: tooManyUploads,
    retryAfterMs,
  });

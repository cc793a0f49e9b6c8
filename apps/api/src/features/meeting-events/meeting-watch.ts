import { AsyncResource } from 'node:async_hooks';
import type { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { WatchedMeeting } from '@memo/pipeline';

/** The states of meetings by id; one that is not there (any more) is missing. */
export type ReadStates<S> = (watched: readonly WatchedMeeting[]) => Promise<Map<string, S>>;

/** Why each caller, in their order, may not see the meeting any more; null for one who may. */
export type FindRefusals = (watched: readonly Watched[]) => Promise<(AppError | null)[]>;

/** A meeting, and who watches it. */
export interface Watched extends WatchedMeeting {
  /** What the caller was let in with. */
  credential: string;
}

export interface Watcher<S> extends Watched {
  /** Undefined once the meeting is gone. */
  tell: (state: S | undefined) => void;
  /** The caller may not see it any more. Nothing is told afterwards. */
  refuse: (why: AppError) => void;
}

export interface MeetingWatch<S> {
  /**
   * Tells the meeting's state again and again until the caller may not see it any more, or the function returned is
   * called. Only states read after this call are told, so none is older than what the caller knew before.
   */
  add: (watcher: Watcher<S>) => () => void;
  stop: () => void;
}

export interface MeetingWatchOptions<S> {
  read: ReadStates<S>;
  findRefusals: FindRefusals;
  everyMs: number;
  logger: Logger;
}

/** One poll for all watchers of this process, only while there are any. */
export function createMeetingWatch<S>(options: MeetingWatchOptions<S>): MeetingWatch<S> {
  const { read, findRefusals, everyMs, logger } = options;
  const watchers = new Set<Watcher<S>>();
  let timer: NodeJS.Timeout | undefined;
  let polling = false;
  let failing = false;
  let stopped = false;

  function schedule(): void {
    if (stopped || polling || watchers.size === 0) return;
    timer ??= setTimeout(() => void poll(), everyMs);
  }

  // Bound, because the first watcher's request would stay the context of every poll's log lines.
  const poll = AsyncResource.bind(async (): Promise<void> => {
    timer = undefined;
    polling = true;
    const asking = [...watchers];
    try {
      const states = await read(distinct(asking));
      // After the states: who is refused from now on has been told nothing that happened since.
      const refusals = await findRefusals(asking);
      failing = false;
      for (const [at, watcher] of asking.entries()) {
        if (!watchers.has(watcher)) continue;
        const refusal = refusals[at] ?? null;
        const state = states.get(watcher.meetingId);
        // That a meeting was deleted is an event of its own, and no refusal.
        const isGone = state === undefined && refusal?.kind === 'not_found';
        if (refusal === null || isGone) {
          watcher.tell(state);
        } else {
          watchers.delete(watcher);
          watcher.refuse(refusal);
        }
      }
    } catch (error) {
      if (!failing) logger.warn('The watched meetings cannot be read; trying on', { error });
      failing = true;
    }
    polling = false;
    schedule();
  });

  return {
    add: (watcher) => {
      watchers.add(watcher);
      schedule();
      return () => {
        watchers.delete(watcher);
      };
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

const distinct = (watched: readonly Watched[]): WatchedMeeting[] => {
  const meetings = watched.map(({ workspaceId, meetingId }) => ({ workspaceId, meetingId }));
  return [
    ...new Map(meetings.map((each) => [`${each.workspaceId}/${each.meetingId}`, each])).values(),
  ];
};

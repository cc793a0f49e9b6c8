import { AsyncResource } from 'node:async_hooks';
import type { Logger } from '@memo/logging';
import type { WatchedMeeting } from '@memo/pipeline';

/** The states of meetings by id; one that is not there (any more) is missing. */
export type ReadStates<S> = (watched: readonly WatchedMeeting[]) => Promise<Map<string, S>>;

export interface MeetingWatch<S> {
  /**
   * Tells the meeting's state again and again, undefined once it is gone, until the function returned is called. Only
   * states read after this call are told, so none is older than what the caller knew before.
   */
  add: (watched: WatchedMeeting, tell: (state: S | undefined) => void) => () => void;
  stop: () => void;
}

export interface MeetingWatchOptions<S> {
  read: ReadStates<S>;
  everyMs: number;
  logger: Logger;
}

/** One poll for all watchers of this process, only while there are any. */
export function createMeetingWatch<S>(options: MeetingWatchOptions<S>): MeetingWatch<S> {
  const { read, everyMs, logger } = options;
  const watchers = new Set<{ watched: WatchedMeeting; tell: (state: S | undefined) => void }>();
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
      const states = await read(distinct(asking.map(({ watched }) => watched)));
      failing = false;
      for (const watcher of asking) {
        if (watchers.has(watcher)) watcher.tell(states.get(watcher.watched.meetingId));
      }
    } catch (error) {
      if (!failing) logger.warn('The watched meetings cannot be read; trying on', { error });
      failing = true;
    }
    polling = false;
    schedule();
  });

  return {
    add: (watched, tell) => {
      const watcher = { watched, tell };
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

const distinct = (watched: WatchedMeeting[]): WatchedMeeting[] => [
  ...new Map(watched.map((each) => [`${each.workspaceId}/${each.meetingId}`, each])).values(),
];

import type { Readable } from 'node:stream';
import { actorName } from '@memo/access';
import type { Scope } from '@memo/entities';
import { AppError } from '@memo/errors';
import { meetingNotFound } from '@memo/meetings';
import { createEventStream, formatEvent, type EventStream } from './event-stream.ts';
import type { MeetingState } from './meeting-events.schemas.ts';
import { isFinal, stateId } from './meeting-states.ts';
import type { MeetingWatch, ReadStates } from './meeting-watch.ts';

interface Follower {
  scope: Scope;
  credential: string;
}

export interface MeetingEventsService {
  /**
   * The meeting's states from now on as server-sent events, for as long as the caller may see them; null when the client
   * has seen the last one there is.
   * @param credential what the caller was let in with.
   * @param lastEventId the state the client knows already.
   * @throws AppError `not_found`, also for somebody else's meeting; `rate_limited` when the user follows too many.
   */
  follow(caller: Follower, meetingId: string, lastEventId?: string): Promise<Readable | null>;
  /** Ends all streams, and those that come later at once. */
  stop(): void;
}

export interface MeetingEventsDeps {
  readStates: ReadStates<MeetingState>;
  watch: MeetingWatch<MeetingState>;
  heartbeatMs: number;
  lifetimeMs: number;
}

const maxStreamsPerUser = 20;

export function createMeetingEventsService(deps: MeetingEventsDeps): MeetingEventsService {
  const { readStates, watch, heartbeatMs, lifetimeMs } = deps;
  /** With who follows. */
  const open = new Map<EventStream, string>();
  let stopped = false;

  function openStream(follower: string): EventStream {
    const own = [...open.values()].filter((other) => other === follower);
    if (own.length >= maxStreamsPerUser) throw tooManyStreams();
    const stream = createEventStream({
      heartbeatMs,
      lifetimeMs,
      closed: () => open.delete(stream),
    });
    open.set(stream, follower);
    return stream;
  }

  return {
    follow: async ({ scope, credential }, meetingId, lastEventId) => {
      const watched = { workspaceId: scope.workspaceId, meetingId, credential };
      const current = (await readStates([watched])).get(meetingId);
      if (current === undefined) throw meetingNotFound();
      if (isFinal(current) && stateId(current) === lastEventId) return null;

      const stream = openStream(actorName(scope.actor));
      let known = lastEventId;
      const tell = (state: MeetingState | undefined) => {
        if (state === undefined) {
          stream.end(formatEvent('deleted', { id: meetingId }));
          return;
        }
        const id = stateId(state);
        if (id === known) return;
        known = id;
        const event = formatEvent('progress', state, id);
        if (isFinal(state)) stream.end(event + formatEvent('done', state, id));
        else stream.send(event);
      };
      tell(current);
      // What changes from here on is seen by the next poll: each tells the whole state.
      const refuse = ({ message }: AppError) =>
        stream.end(formatEvent('refused', { detail: message }));
      stream.readable.once('close', watch.add({ ...watched, tell, refuse }));
      if (stopped) stream.end();
      return stream.readable;
    },

    stop: () => {
      stopped = true;
      watch.stop();
      for (const stream of open.keys()) stream.end();
    },
  };
}

const tooManyStreams = (): AppError =>
  new AppError(
    'rate_limited',
    `You follow ${maxStreamsPerUser} meetings already. Close one of those streams first.`,
    { retryAfterMs: 2_000 },
  );

import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '@memo/errors';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { z } from 'zod';
import { meetingSchema, meetingStateSchema, type Meeting, type MeetingState } from './meeting.ts';

export interface Account {
  name: string;
  email: string;
  password: string;
}

/** A state of a meeting. The last one is `done`, or `deleted` without a state. */
export interface MeetingEvent {
  /** To go on after it. */
  id: string | null;
  state: MeetingState | null;
  isLast: boolean;
}

/** The public API as an app of a user sees it; nothing else of the system is used. */
export interface ApiClient {
  /** Makes an account; the calls after it are that user's. */
  register(account: Account): Promise<void>;
  /** Sends one recording, or two of the same meeting, from disk. */
  createMeeting(title: string, recordings: readonly string[]): Promise<Meeting>;
  /** Null when the API cannot answer right now. */
  readMeeting(id: string): Promise<Meeting | null>;
  /**
   * Listens to what becomes of a meeting, after the event the caller knows. The events end early when the connection
   * does; `over` when there are no more, null when the API cannot answer right now.
   */
  listen(
    id: string,
    options: { after: string | null; signal: AbortSignal },
  ): Promise<AsyncIterable<MeetingEvent> | 'over' | null>;
  /** What the engine in use can and cannot do, in a sentence. */
  describeEngine(): Promise<string>;
}

const sessionSchema = z.object({ access_token: z.string() });
const statusSchema = z.object({ engine: z.object({ description: z.string() }) });
const refusalSchema = z.object({ detail: z.unknown() });
const fieldNames = ['audio_file', 'second_audio_file'] as const;

/** All functions throw AppError `invalid_input` with the API's own words when it refuses. */
export function createApiClient(apiUrl: string, signal: AbortSignal): ApiClient {
  const base = `${apiUrl}/api/v1/mobile`;
  let headers: Record<string, string> = {};

  const call = (path: string, init: RequestInit) => fetch(`${base}${path}`, { ...init, signal });

  return {
    async register(account) {
      const response = await call('/auth/register', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(account),
      });
      const session = sessionSchema.parse(await body(response));
      headers = { Authorization: `Bearer ${session.access_token}` };
    },
    async createMeeting(title, recordings) {
      const form = new FormData();
      form.set('title', title);
      for (const [index, path] of recordings.entries()) {
        const field = fieldNames[index];
        // A blob backed by the file: it is read while it is sent.
        if (field !== undefined) form.set(field, await openAsBlob(path), basename(path));
      }
      const response = await call('/meetings/', { method: 'POST', headers, body: form });
      return meetingSchema.parse(await body(response));
    },
    async readMeeting(id) {
      const response = await call(`/meetings/${id}`, { headers }).catch(() => {
        signal.throwIfAborted();
        return null;
      });
      if (response === null || response.status >= 500) return null;
      return meetingSchema.parse(await body(response));
    },
    async listen(id, { after, signal: listening }) {
      const response = await fetch(`${base}/meetings/${id}/events`, {
        headers: { ...headers, ...(after !== null && { 'Last-Event-ID': after }) },
        signal: listening,
      }).catch(() => {
        listening.throwIfAborted();
        return null;
      });
      if (response === null || response.status >= 500) return null;
      if (response.status === 204) return 'over';
      if (!response.ok) await body(response);
      return meetingEvents(untilCut(response, listening));
    },
    async describeEngine() {
      const response = await call('/meetings/transcription/status', { headers });
      return statusSchema.parse(await body(response)).engine.description;
    },
  };
}

async function* meetingEvents(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<MeetingEvent> {
  const decoder = new TextDecoder();
  const arrived: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => arrived.push(message) });
  // Not the package's stream: when the connection breaks, a stream drops the events that still wait in its queue.
  for await (const chunk of bytes) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    yield* arrived.splice(0).map(toMeetingEvent);
  }
}

function toMeetingEvent({ event, id, data }: EventSourceMessage): MeetingEvent {
  const state = event === 'deleted' ? null : meetingStateSchema.parse(JSON.parse(data));
  return { id: id ?? null, state, isLast: event !== 'progress' };
}

/** A connection that breaks is an end like any other. */
async function* untilCut(
  { body: bytes }: Response,
  listening: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    if (bytes !== null) yield* bytes;
  } catch {
    listening.throwIfAborted();
  }
}

async function body(response: Response): Promise<unknown> {
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  throw new AppError('invalid_input', `The API answered ${response.status}: ${detail(text)}`);
}

function detail(text: string): string {
  try {
    const refusal = refusalSchema.parse(JSON.parse(text));
    return typeof refusal.detail === 'string' ? refusal.detail : JSON.stringify(refusal.detail);
  } catch {
    return text;
  }
}

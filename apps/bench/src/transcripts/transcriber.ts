import { openAsBlob } from 'node:fs';
import { MeetingSpeaker } from '@memo/entities';
import type { Transcript } from '@memo/entities/transcripts';
import { storedTranscript } from '@memo/testing';
import { startGeminiEmulator, type GeminiEmulator } from '@memo/testing/gemini';
import type { DataSource } from 'typeorm';
import { createAccount, type Account } from '../memo/account.ts';
import { startApi, startWorker, unlimited, type AppSettings } from '../memo/apps.ts';
import { untilCompleted } from '../memo/meeting-steps.ts';
import { startServers } from '../memo/servers.ts';
import type { RunningProcess } from '@memo/testing/processes';

export interface Transcriber {
  gemini: GeminiEmulator;
  database: DataSource;
  /** For recordings. */
  directory: string;
  settings: AppSettings;
  /** Starts one more transcription worker. */
  startWorker(settings?: Record<string, string>): Promise<RunningProcess>;
  /** Uploads one recording, or the two of a meeting; resolves to the meeting's id. */
  upload(paths: string[]): Promise<string>;
  /** The meeting as the API shows it. */
  get(meetingId: string): Promise<ShownMeeting>;
  /** When it was COMPLETED, in ms since the epoch. */
  completed(meetingId: string): Promise<number>;
  delete(meetingId: string): Promise<void>;
  transcript(meetingId: string): Promise<FinishedTranscript>;
}

export interface ShownMeeting {
  status: string;
  transcription: unknown[];
  transcription_partial: { chunks_done: number; chunks_total: number } | null;
}

export type FinishedTranscript = Pick<Transcript, 'segments' | 'coverage'> & {
  speakers: MeetingSpeaker[];
};

const longestMeetingMs = 10 * 60_000;

/** The API and its servers, a Gemini that says what the benchmark wants, and no worker yet. */
export async function startTranscriber(resources: AsyncDisposableStack): Promise<Transcriber> {
  const { settings: servers, directory, database } = await startServers(resources);
  const gemini = await startGeminiEmulator();
  resources.defer(() => gemini.close());
  const settings: AppSettings = {
    ...servers,
    ...unlimited,
    MAX_AUDIO_FILE_SIZE: '2GB',
    GEMINI_KEY: gemini.apiKey,
    GEMINI_BASE_URL: gemini.baseUrl,
    // Meetings of which every word is known are made of tones, in which a voice detector hears nobody.
    SPEECH_DETECTION: 'silence',
  };
  const api = await startApi(resources, settings);
  const account = await createAccount(api.url);
  const meetings = `${api.url}/api/v1/mobile/meetings/`;
  return {
    gemini,
    database,
    directory,
    settings,
    startWorker: (more = {}) =>
      startWorker(resources, 'transcription-worker', { ...settings, ...more }),
    upload: (paths) => upload(meetings, account, paths),
    get: async (meetingId) => {
      const { authorization } = account;
      const response = await fetch(`${meetings}${meetingId}`, { headers: { authorization } });
      return (await response.json()) as ShownMeeting;
    },
    completed: (meetingId) => untilCompleted(database, meetingId, longestMeetingMs),
    delete: (meetingId) => account.delete(meetingId),
    transcript: async (meetingId) => {
      const { segments, coverage } = await storedTranscript(database.manager, meetingId);
      const speakers = await database.manager.findBy(MeetingSpeaker, { meetingId });
      return { segments, coverage, speakers };
    },
  };
}

async function upload(
  url: string,
  { authorization }: Account,
  [first = '', second]: string[],
): Promise<string> {
  const form = new FormData();
  form.set('title', 'A known meeting');
  form.set('audio_file', await openAsBlob(first), 'recording.wav');
  if (second !== undefined) {
    form.set('second_audio_file', await openAsBlob(second), 'system.wav');
  }
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization, 'Idempotency-Key': crypto.randomUUID() },
    body: form,
  });
  const answer = (await response.json()) as { id: string };
  if (response.status !== 201) throw new Error(`The upload: ${JSON.stringify(answer)}`);
  return answer.id;
}

/**
 * What a meeting's way cannot do without: the same ffmpeg, the same objects written and read, the same questions. No
 * database, no queue, nothing that could be taken up again.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAi, createSummarizer, createSupportChecker, type Recognition } from '@memo/ai';
import { createAudioTools, findFfmpeg } from '@memo/audio';
import { loadTranscriptionWorkerConfig, processEnvironment } from '@memo/config';
import { createS3Storage } from '@memo/storage';

const config = loadTranscriptionWorkerConfig(processEnvironment());
const storage = createS3Storage(config.storage);
const audio = createAudioTools({ ffmpegPath: await findFfmpeg(config.audio.ffmpegPath) });
const { recognizer, languageModel } = createAi(config.ai);
const summarizer = createSummarizer(languageModel);
const checker = createSupportChecker(languageModel);
const { signal } = new AbortController();

/** Looks for an answer, asks, and keeps what is answered. */
async function once<T>(key: string, ask: () => Promise<T>): Promise<T> {
  await storage.getText(key);
  const answer = await ask();
  await storage.putText(key, JSON.stringify(answer), 'application/json');
  return answer;
}

async function prepare(recording: string, key: string, directory: string): Promise<number> {
  const path = join(directory, 'recording');
  await storage.download(recording, path, signal);
  const { sides, playback } = await audio.decodeRecording(path, path, { apart: true }, signal);
  const [side] = sides;
  if (side === undefined || playback.kind === 'copied') throw new Error('Another recording.');
  if (playback.kind === 'encoded') {
    const played = join(directory, 'playback');
    const { contentType } = await audio.encodeForPlayback(sides, played, signal);
    await storage.upload(played, `${key}/playback`, { contentType });
  }
  await audio.findSilence(side.wavPath, side.gainDb, signal);
  const chunk = join(directory, 'chunk.flac');
  const whole = { startMs: 0, endMs: side.durationMs };
  await audio.cut(side.wavPath, [whole], side.gainDb, chunk, signal);
  await storage.upload(chunk, `${key}/chunk`, { contentType: 'audio/flac' });
  return side.durationMs;
}

async function transcribe(key: string, durationMs: number, directory: string) {
  const audioPath = join(directory, 'sent.flac');
  await storage.download(`${key}/chunk`, audioPath, signal);
  const request = { durationMs, diarize: true, languages: [], speakersExpected: null, signal };
  const answer = await once(`${key}/speech`, () => recognizer.recognize({ ...request, audioPath }));
  await storage.putText(`${key}/words`, JSON.stringify(answer), 'application/json');
}

async function summarize(key: string): Promise<void> {
  const { utterances } = JSON.parse((await storage.getText(`${key}/words`)) ?? '') as Recognition;
  const segments = utterances.map(({ text, startMs, endMs, speaker }, id) => {
    return { id, text, startMs, endMs, speaker };
  });
  const hints = {
    ...{ transcriptionPrompt: null, summaryPrompt: null, keyPoints: [] },
    ...{ customPoints: null, speakerDiarization: null },
  };
  const wanted = { title: false, description: true };
  const note = await summarizer.summarize(
    { segments, participants: [], hints, wanted },
    ({ ask }) => once(`${key}/note`, ask),
    signal,
  );
  await checker.check(note, segments, ({ ask }) => once(`${key}/support`, ask), signal);
}

async function meeting(recording: string): Promise<void> {
  const key = `bare/${randomUUID()}`;
  const directory = await mkdtemp(join(tmpdir(), 'bare-'));
  try {
    await transcribe(key, await prepare(recording, key, directory), directory);
    await summarize(key);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** As many at a time as a worker has slots. */
async function meetings(recording: string, count: number): Promise<void> {
  let left = count;
  const slot = async () => {
    while (left-- > 0) await meeting(recording);
  };
  await Promise.all(Array.from({ length: config.worker.concurrency }, slot));
}

/** The meeting of the last recording that was sent. */
let underWay = Promise.resolve();

/** PUT takes a recording and makes a meeting of it; POST makes so many of one that is stored, once that one is through. */
async function answer(request: IncomingMessage): Promise<string> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://bare');
  const recording = pathname.slice(1);
  if (request.method === 'PUT') {
    await storage.put(recording, request, { contentType: 'audio/wav' });
    underWay = meeting(recording);
  } else {
    await underWay;
    await meetings(recording, Number(searchParams.get('count')));
  }
  return '{}';
}

const server = createServer((request, response) => {
  answer(request).then(
    (body) => response.writeHead(201).end(body),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
});

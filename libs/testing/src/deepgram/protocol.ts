import { randomUUID } from 'node:crypto';
import type { Utterance, Word } from '@memo/transcript';
import { Refused, type Protocol, type Reason } from '../speech-service/types.ts';

const refusals: Record<Reason, [status: number, code: string, words: string]> = {
  invalid_key: [401, 'INVALID_AUTH', 'Invalid credentials.'],
  rate_limited: [429, 'TOO_MANY_REQUESTS', 'Too many requests. Please try again later.'],
  quota_spent: [402, 'ASR_PAYMENT_REQUIRED', 'Project does not have enough credits.'],
  overloaded: [503, 'SERVICE_UNAVAILABLE', 'The service is temporarily unavailable.'],
  internal: [500, 'INTERNAL_SERVER_ERROR', 'An internal error has occurred.'],
  unknown_model: [400, 'Bad Request', 'No such model/language/tier combination found.'],
  too_large: [413, 'PAYLOAD_TOO_LARGE', 'The audio exceeds the limit of 2 GB.'],
  invalid_request: [400, 'Bad Request', 'Bad Request'],
  no_route: [404, 'NOT_FOUND', 'Not found'],
};

/** POST /v1/listen with the audio as its body, as https://developers.deepgram.com describes it. */
export const deepgramProtocol: Protocol = {
  route: 'POST /v1/listen',
  keyOf: ({ headers }) => headers.authorization?.replace(/^Token /, '') ?? '',

  read(request, audio) {
    const query = new URL(request.url ?? '', 'http://localhost').searchParams;
    const fields = Object.fromEntries(query);
    const isFlac = audio.toString('latin1', 0, 4) === 'fLaC';
    if (audio.length === 0 || isFlac !== (request.headers['content-type'] === 'audio/flac')) {
      throw new Refused('invalid_request', 'failed to process audio: corrupt or unsupported data');
    }
    if (request.headers['content-length'] !== String(audio.length)) {
      throw new Refused('invalid_request', 'the length of the audio is not said');
    }
    const { model, language, detect_language: detects, diarize_model: diarizer } = fields;
    if (model === undefined) throw new Refused('invalid_request', 'no model');
    if (language !== undefined && detects !== undefined) {
      throw new Refused('invalid_request', 'language and detect_language exclude each other');
    }
    if (diarizer !== undefined && !['latest', 'v1', 'v2'].includes(diarizer)) {
      throw new Refused('invalid_request', 'no such diarize_model');
    }
    return {
      ...{ model, audio, fields },
      config: {
        ...{ diarization: diarizer !== undefined, wordTimestamp: true },
        ...(language !== undefined && { languageCodes: [language] }),
      },
    };
  },

  answer({ model, config }, turns, duration) {
    const speakers = [...new Set(turns.map(({ speaker }) => speaker))];
    const label = ({ speaker }: Utterance) =>
      config.diarization ? { speaker: speakers.indexOf(speaker) } : {};
    const spoken = turns.map((turn) => ({
      turn,
      words: turn.words.map((word) => ({ ...wireWord(word), ...label(turn) })),
    }));
    const id = randomUUID();
    return {
      metadata: {
        ...{ request_id: randomUUID(), duration, channels: 1, models: [id] },
        model_info: { [id]: { name: `general-${model}`, version: '2026-01-01.0', arch: model } },
      },
      results: {
        channels: [
          {
            alternatives: [
              {
                transcript: turns.map(({ text }) => text).join(' '),
                confidence: 0.99,
                words: spoken.flatMap(({ words }) => words),
              },
            ],
          },
        ],
        utterances: spoken.map(({ turn, words }) => ({
          ...{ start: turn.startMs / 1000, end: turn.endMs / 1000, confidence: 0.99, channel: 0 },
          ...{ transcript: turn.text, words, ...label(turn), id: randomUUID() },
        })),
      },
    };
  },

  refuse(reason, words) {
    const [status, code, usual] = refusals[reason];
    return {
      status,
      body: {
        ...{ err_code: code, err_msg: `${usual} ${words}`.trim(), request_id: randomUUID() },
      },
    };
  },
};

const wireWord = ({ text, startMs, endMs }: Word) => ({
  word: text.toLowerCase().replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''),
  ...{ start: startMs / 1000, end: endMs / 1000, confidence: 0.98, punctuated_word: text },
});

import type { Utterance } from '@memo/transcript';
import { readForm } from '../speech-service/read-form.ts';
import { Refused, type Protocol, type Reason } from '../speech-service/types.ts';

const refusals: Record<Reason, [status: number, code: string, words: string]> = {
  invalid_key: [401, 'invalid_api_key', 'Invalid API key'],
  rate_limited: [429, 'too_many_concurrent_requests', 'Too many concurrent requests.'],
  quota_spent: [401, 'quota_exceeded', 'This request exceeds your quota.'],
  overloaded: [503, 'system_busy', 'The system is currently busy.'],
  internal: [500, 'internal_server_error', 'An internal error has occurred.'],
  unknown_model: [400, 'invalid_model_id', 'The model is not a valid speech-to-text model.'],
  too_large: [413, 'file_too_large', 'The file must be smaller than 3 GB.'],
  invalid_request: [400, 'invalid_parameters', 'The request is not valid.'],
  no_route: [404, 'not_found', 'Not found'],
};

/** POST /v1/speech-to-text with a form, as https://elevenlabs.io/docs/api-reference/speech-to-text describes it. */
export const elevenLabsProtocol: Protocol = {
  route: 'POST /v1/speech-to-text',
  keyOf: ({ headers }) => String(headers['xi-api-key'] ?? ''),

  async read(request, body) {
    const form = await readForm(body, request.headers['content-type'] ?? '');
    if (form === null) throw new Refused('invalid_request', 'could not parse the form');
    const file = form.get('file');
    if (!(file instanceof Blob)) throw new Refused('invalid_request', 'a file is required');
    const audio = Buffer.from(await file.arrayBuffer());
    const fields: Record<string, unknown> = Object.fromEntries(
      [...form].filter(([name]) => name !== 'file'),
    );
    const { model_id: model, diarize, language_code: language } = fields;
    if (typeof model !== 'string') throw new Refused('invalid_request', 'model_id is required');
    if (
      !['none', 'word', 'character', undefined].includes(fields.timestamps_granularity as string)
    ) {
      throw new Refused('invalid_request', 'no such timestamps_granularity');
    }
    if (typeof language === 'string' && !/^[a-z]{2,3}$/.test(language)) {
      throw new Refused('invalid_request', 'language_code is neither ISO-639-1 nor ISO-639-3');
    }
    return {
      ...{ model, audio, fields },
      config: {
        ...{ diarization: diarize === 'true', wordTimestamp: true },
        ...(typeof language === 'string' && { languageCodes: [language] }),
      },
    };
  },

  answer({ config, fields }, turns, duration) {
    return {
      ...{ language_code: 'eng', language_probability: 0.98 },
      text: turns.map(({ text }) => text).join(' '),
      words:
        fields.timestamps_granularity === 'none'
          ? []
          : turns.flatMap((turn) => wireWords(turn, config.diarization === true)),
      ...{ transcription_id: 'emulated', audio_duration_secs: duration },
    };
  },

  refuse(reason, words) {
    const [status, code, usual] = refusals[reason];
    return { status, body: { detail: { status: code, message: `${usual} ${words}`.trim() } } };
  },
};

/** Words and the spaces between them, as it lists both. */
function wireWords({ words, speaker }: Utterance, diarize: boolean): object[] {
  const label = { speaker_id: diarize ? `speaker_${speaker}` : null };
  return words.flatMap(({ text, startMs, endMs }) => [
    { text, start: startMs / 1000, end: endMs / 1000, type: 'word', ...label, logprob: -0.02 },
    { text: ' ', start: endMs / 1000, end: endMs / 1000, type: 'spacing', ...label, logprob: 0 },
  ]);
}

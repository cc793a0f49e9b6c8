import { AppError } from '@memo/errors';

/** A key and the setting it comes from. */
export interface ApiKey {
  /** Null where none is set. */
  value: string | null;
  variable: 'GEMINI_KEY' | 'OPENAI_API_KEY' | 'DEEPGRAM_API_KEY' | 'ELEVENLABS_API_KEY';
}

/**
 * Refuses a key that cannot even be sent: the error about the header would quote it.
 * @throws AppError `misconfigured`
 */
export function checkApiKey({ value, variable }: ApiKey): void {
  if (value === null || /^[\x21-\x7e]+$/.test(value)) return;
  const message = `${variable} holds characters that no API key has; set it to a valid one.`;
  throw new AppError('misconfigured', message, { code: 'provider_key_refused' });
}

/** The text with the key's name in place of the key. */
export function withoutKey(text: string, { value, variable }: ApiKey): string {
  return value === null ? text : text.replaceAll(value, `[${variable}]`);
}

/** The error and its causes without the key: providers quote it, and causes are logged. */
export function redacted(thrown: unknown, key: ApiKey): Error {
  const cause = thrown instanceof Object ? (Reflect.get(thrown, 'cause') as unknown) : undefined;
  return new Error(
    withoutKey(String(thrown), key),
    cause === undefined ? undefined : { cause: redacted(cause, key) },
  );
}

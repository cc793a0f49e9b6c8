import { request, type ClientRequest, type IncomingMessage } from 'node:http';

export interface RawUpload {
  client: ClientRequest;
  /** Rejects when the connection breaks without an answer. */
  answer: Promise<IncomingMessage>;
}

const boundary = 'memo-test-boundary';

/** An upload under the test's control, chunk by chunk, with the form's start already sent. */
export function startRawUpload(
  url: string,
  authorization: string,
  headers: Readonly<Record<string, string>> = {},
): RawUpload {
  const client = request(`${url}/api/v1/mobile/meetings/`, {
    method: 'POST',
    headers: {
      ...headers,
      authorization,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'transfer-encoding': 'chunked',
    },
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    client.once('response', resolve);
    client.once('error', reject);
  });
  // Not every test waits for an answer.
  answer.catch(() => undefined);
  client.write(
    [
      `--${boundary}`,
      'Content-Disposition: form-data; name="title"',
      '',
      'Raw',
      `--${boundary}`,
      'Content-Disposition: form-data; name="audio_file"; filename="a.wav"',
      'Content-Type: audio/wav',
      '',
      '',
    ].join('\r\n'),
  );
  return { client, answer };
}

/** A client that streams a file to the API and says when its last byte was gone and when the answer came. */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { scriptInput } from '../processes/run-script.ts';

export interface SendRecording {
  url: string;
  authorization: string;
  path: string;
  /** Sends the file by itself, with PUT; as a new meeting when not given. */
  bare?: boolean;
}

/** Times in ms since the epoch. */
export interface SentRecording {
  meetingId: string;
  startedAt: number;
  /** When the last byte was handed to the system. */
  lastByteAt: number;
  answeredAt: number;
}

const boundary = 'memo-bench-boundary';
const head = [
  `--${boundary}`,
  'Content-Disposition: form-data; name="title"',
  '',
  'Benchmark',
  `--${boundary}`,
  'Content-Disposition: form-data; name="audio_file"; filename="recording.wav"',
  'Content-Type: audio/wav',
  '',
  '',
].join('\r\n');
const tail = `\r\n--${boundary}--\r\n`;

const { url, authorization, path, bare = false } = scriptInput() as SendRecording;
const [before, after] = bare ? ['', ''] : [head, tail];
const { size } = await stat(path);
const startedAt = Date.now();
const upload = request(url, {
  method: bare ? 'PUT' : 'POST',
  headers: {
    authorization,
    // Each is a recording of its own, though all have the same bytes.
    'idempotency-key': crypto.randomUUID(),
    'content-type': bare ? 'audio/wav' : `multipart/form-data; boundary=${boundary}`,
    'content-length': before.length + size + after.length,
  },
});
const answer = once(upload, 'response') as Promise<[IncomingMessage]>;
const sent = once(upload, 'finish').then(() => Date.now());
upload.write(before);
await pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), upload, { end: false });
upload.end(after);
const lastByteAt = await sent;
const [response] = await answer;
const body = await text(response);
const answeredAt = Date.now();
if (response.statusCode !== 201)
  throw new Error(`The API answered ${response.statusCode ?? 0} ${body}`);
const { id: meetingId } = JSON.parse(body) as { id: string };
const result: SentRecording = { meetingId, startedAt, lastByteAt, answeredAt };
console.log(JSON.stringify(result));

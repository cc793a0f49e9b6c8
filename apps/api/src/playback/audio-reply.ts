import type { Request } from 'express';
import { hasCurrent, names } from '../http/entity-tag.ts';
import type { Reply } from '../http/route.ts';
import { requestedRange } from './byte-range.ts';
import type { OpenAudio } from './playback.ts';

/** A download as HTTP has it: conditions first, then the range, then the bytes. HEAD fetches none. */
export async function audioReply(req: Request, audio: OpenAudio): Promise<Reply> {
  const { etag, sizeBytes } = audio;
  const headers = {
    ETag: etag,
    'Accept-Ranges': 'bytes',
    // Kept by the caller's own cache, but asked about each time: meetings get deleted.
    'Cache-Control': 'private, no-cache',
  };
  const ifMatch = req.get('If-Match');
  if (ifMatch !== undefined && !names(ifMatch, etag)) {
    const detail = 'The audio is not the version you began with. Download it from the start.';
    return { status: 412, headers, body: { detail } };
  }
  if (hasCurrent(req, etag)) return { status: 304, headers };

  const range = wholeIsDue(req, etag) ? 'whole' : requestedRange(req.get('Range'), sizeBytes);
  if (range === 'unsatisfiable') {
    return {
      status: 416,
      headers: { ...headers, 'Content-Range': `bytes */${sizeBytes}` },
      body: { detail: `The audio has ${sizeBytes} bytes; ask for a range inside them.` },
    };
  }
  const described = {
    ...headers,
    'Content-Type': audio.contentType,
    'Content-Disposition': audio.contentDisposition,
  };
  if (range === 'whole') {
    const whole = { ...described, 'Content-Length': String(sizeBytes) };
    if (req.method === 'HEAD') return { status: 200, headers: whole };
    return { status: 200, headers: whole, stream: await audio.read() };
  }
  const part = {
    ...described,
    'Content-Length': String(range.end - range.start + 1),
    'Content-Range': `bytes ${range.start}-${range.end}/${sizeBytes}`,
  };
  return { status: 206, headers: part, stream: await audio.read(range) };
}

/** If-Range names the version a client has the other bytes of; only that very version is worth a part. */
function wholeIsDue(req: Request, etag: string): boolean {
  const ifRange = req.get('If-Range');
  return req.method === 'HEAD' || (ifRange !== undefined && ifRange.trim() !== etag);
}

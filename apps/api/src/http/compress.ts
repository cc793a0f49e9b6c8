import { constants } from 'node:zlib';
import compression from 'compression';
import type { RequestHandler } from 'express';

// A client that reads slowly holds its encoder: 1.2 MB in place of 3.5, for answers that are no larger.
const brotli = { params: { [constants.BROTLI_PARAM_LGWIN]: 18 } };

/** Text the list of types does not know. */
const subtitles = /^application\/x-subrip\b/;

/**
 * Answers in gzip or Brotli, as the client asks. Not what must arrive as it is written (event streams) or is compressed
 * already (audio, PDF, docx); and not what no cache may have, which is where the secrets are: the size of a compressed
 * answer tells of a secret that stands in it beside something an attacker chose (BREACH).
 */
export const compress = (): RequestHandler =>
  compression({
    brotli,
    filter: (req, res) => {
      // It has no body, and must say what the answer it stands for depends on.
      if (res.statusCode === 304) return true;
      const type = String(res.getHeader('Content-Type') ?? '');
      if (type.startsWith('text/event-stream') || isSecret(res.getHeader('Cache-Control'))) {
        return false;
      }
      return subtitles.test(type) || compression.filter(req, res);
    },
  });

const isSecret = (cacheControl: string | number | string[] = ''): boolean =>
  String(cacheControl).includes('no-store');

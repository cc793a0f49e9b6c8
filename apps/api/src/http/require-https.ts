import type { Request, RequestHandler } from 'express';
import { sendDetail } from './errors.ts';

// Probes come from the proxy itself, or from beside it.
const probes: ReadonlySet<string> = new Set(['/health', '/ready']);

const hostName = /^(?:[a-z\d](?:[a-z\d.-]{0,251}[a-z\d])?|\[[\da-f:.]+\])$/i;

type IsTrusted = (address: string, hop: number) => boolean;

/**
 * Sends who came to a trusted proxy over plain HTTP to the same address over HTTPS. Only the proxy knows how they came:
 * without its word nobody is redirected, so that a request which did arrive over HTTPS cannot go in circles.
 *
 * The host is the one the request was made for, which a client may forge. That sends nobody but this client elsewhere:
 * nothing may cache the answer, a name that could be more than a name is refused, and the path cannot add to it.
 */
export function requireHttps(): RequestHandler {
  return (req, res, next) => {
    if (probes.has(req.path) || !cameToProxyOverHttp(req)) {
      next();
      return;
    }
    res.set('Cache-Control', 'no-store');
    // Without its port: the one plain HTTP is served on is not the one for HTTPS.
    const host = (req.hostname as string | undefined) ?? '';
    if (!hostName.test(host)) {
      sendDetail(res, 400, 'Use HTTPS: the Host header names no host to redirect to.');
      return;
    }
    // A request target may be a whole URL (`GET http://…`): its path is not worth finding.
    const target = req.originalUrl.startsWith('/') ? req.originalUrl : '/';
    res.redirect(308, `https://${host}${target}`);
  };
}

function cameToProxyOverHttp(req: Request): boolean {
  const isTrusted = req.app.get('trust proxy fn') as IsTrusted;
  if (!isTrusted(req.socket.remoteAddress ?? '', 0)) return false;
  const [protocol] = (req.get('x-forwarded-proto') ?? '').split(',');
  return protocol?.trim().toLowerCase() === 'http';
}

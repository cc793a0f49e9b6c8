import type { Authenticate } from '../../http/mount.ts';
import { originOf } from '../../http/origin.ts';
import { notAuthenticated } from './access-tokens.ts';
import type { AuthService } from './auth.service.ts';

/** Reads `Authorization: Bearer …` and asks on whose behalf the request is made. */
export function createAuthenticate(service: Pick<AuthService, 'authenticate'>): Authenticate {
  return async (req) => {
    const [, token] = /^Bearer ([\w.~+/-]+=*)$/i.exec(req.get('authorization') ?? '') ?? [];
    if (token === undefined) throw notAuthenticated();
    return { ...(await service.authenticate(token)), origin: originOf(req) };
  };
}

import type { Authenticate } from '../../http/mount.ts';
import { notAuthenticated } from './access-tokens.ts';
import type { AuthService } from './auth.service.ts';

/** Reads `Authorization: Bearer …` and asks on whose behalf the request is made. */
export function createAuthenticate(service: Pick<AuthService, 'authenticate'>): Authenticate {
  return (req) => {
    const [, token] = /^Bearer ([\w.~+/-]+=*)$/i.exec(req.get('authorization') ?? '') ?? [];
    if (token === undefined) return Promise.reject(notAuthenticated());
    return service.authenticate(token);
  };
}

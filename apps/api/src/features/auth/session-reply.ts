import type { Reply } from '../../http/route.ts';
import type { Session } from './auth.schemas.ts';

/** Tokens, which nothing on their way may keep. */
export const sessionReply = (status: 200 | 201, session: Session): Reply => ({
  status,
  headers: { 'Cache-Control': 'no-store' },
  body: session,
});

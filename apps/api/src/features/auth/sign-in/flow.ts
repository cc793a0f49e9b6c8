import type { Beginner } from './beginner.ts';
import type { FlowSession, ProviderName } from './provider.ts';

/** A sign-in under way. */
export interface Flow {
  provider: ProviderName;
  /** Where the app wants the browser back; null when the callback itself is to answer with the session. */
  redirect: string | null;
  beginner: Beginner;
  session: FlowSession;
}

/** A sign-in that succeeded and whose session nobody has fetched yet. */
export interface Grant {
  userId: number;
  tokenVersion: number;
  beginner: Beginner;
}

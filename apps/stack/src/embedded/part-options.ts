import type { Settings } from '../settings.ts';

/** What every embedded part gets beside its own options. */
export interface PartOptions {
  environment: Settings;
  logPath: string;
}

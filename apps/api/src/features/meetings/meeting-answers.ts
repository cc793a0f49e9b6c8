import { noSuchMeeting } from '@memo/meetings';
import type { ResponseSpec } from '../../http/route.ts';

export const tags = ['Meetings'];

/** What every route about one meeting can answer. */
export const notFound: Record<404, ResponseSpec> = {
  404: noSuchMeeting,
};

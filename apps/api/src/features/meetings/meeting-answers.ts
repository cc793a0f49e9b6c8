import { noSuchMeeting } from '@memo/meetings';
import type { ResponseSpec } from '../../http/route.ts';
import { viewersOnlyRead } from '../../access/require-editor.ts';

export const tags = ['Meetings'];

/** What every route about one meeting can answer. */
export const notFound: Record<404, ResponseSpec> = {
  404: noSuchMeeting,
};

/** What every route that changes something can answer. */
export const forbidden: Record<403, ResponseSpec> = {
  403: {
    description: 'The caller may look at this workspace but not change it',
    example: { detail: viewersOnlyRead },
  },
};

import { z } from 'zod';
import { defineRoute, type Route } from '../../../http/route.ts';
import type { ExportService } from './export.service.ts';

const exportSchema = z
  .object({
    exported_at: z.iso.datetime(),
    account: z.record(z.string(), z.unknown()).describe('Who, where they work and are signed in'),
    templates: z.array(z.record(z.string(), z.unknown())),
    speaker_profiles: z.array(z.record(z.string(), z.unknown())),
    meetings: z
      .array(z.record(z.string(), z.unknown()))
      .describe('As `GET /meetings/{id}` shows them, with an address of the recording in `audio`'),
    complete: z.literal(true).describe('The last field: a document without it was cut off'),
  })
  .meta({
    id: 'AccountExport',
    example: {
      exported_at: '2025-06-24T08:58:12.000Z',
      account: { id: 42, email: 'jane@example.com', name: 'Jane Smith', phone: null },
      templates: [],
      speaker_profiles: [],
      meetings: [],
      complete: true,
    },
  });

const headers = {
  'Content-Type': 'application/json; charset=utf-8',
  'Content-Disposition': 'attachment; filename="memo-account.json"',
  'Cache-Control': 'no-store',
};

export function createExportRoutes(service: ExportService): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/auth/export',
      summary: 'Download all that is one’s own',
      description: `One JSON document: the account, and the templates, profiles and meetings that the caller made in workspaces they
still work in, with transcripts and notes. It is written while it is read. Recordings are not in it: \`audio\` has an
address of each that is good for some hours. Ten times an hour at most.`,
      tags: ['Authentication'],
      auth: 'bearer',
      allow: 'account.read',
      responses: { 200: { description: 'The document', schema: exportSchema } },
      handler: async ({ scope, req }) => {
        if (req.method === 'HEAD') return { status: 200, headers };
        return { status: 200, headers, stream: await service.open(scope) };
      },
    }),
  ];
}

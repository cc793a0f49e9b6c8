import { z } from 'zod';

const count = z.number().int();

export const serviceStatusSchema = z
  .object({
    engine: z.object({
      provider: z.string(),
      description: z.string().describe('what this engine can and cannot do'),
    }),
    meetings: z
      .object({ pending: count, processing: count, completed: count, failed: count })
      .describe("the workspace's own"),
  })
  .meta({ id: 'TranscriptionServiceStatus' });

export type ServiceStatus = z.output<typeof serviceStatusSchema>;

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startExports, type ExportFixture, type Said } from './test/export-fixture.ts';

let fixture: ExportFixture;

beforeAll(async () => {
  fixture = await startExports();
});

afterAll(() => fixture.close());

it('what a second reading did not find is marked in documents, and nothing else is', async () => {
  const rests = { segment_ids: [0] };
  const id = await fixture.addTranscribed({
    columns: {
      summary: 'Sales went up. Everybody is glad.',
      summaryPoints: [
        { text: 'Sales went up.', ...rests, support: 'supported' },
        { text: 'Everybody is glad.', ...rests, support: 'unconfirmed' },
      ],
      keyPoints: [
        { text: 'Sales are up.', ...rests },
        { text: 'It was loud.', ...rests, support: 'unconfirmed' },
      ],
      actionItems: [
        { task: 'Celebrate', assigned_to: null, due_date: null, ...rests, support: 'unconfirmed' },
      ],
    },
    said: [['S1', 'Sales went up.', 0, 2_000]] as Said[],
  });
  const text = (await fixture.text(id, 'md')).replaceAll('\\', '');
  expect(text).toContain('It was loud. (unconfirmed)');
  expect(text).toContain('Celebrate (unconfirmed)');
  expect(text).toMatch(/Unconfirmed in the summary[^\n]*“Everybody is glad.”/);
  expect(text).toContain('- Sales are up.\n');
  expect(text.match(/nconfirmed/g)).toHaveLength(3);
});

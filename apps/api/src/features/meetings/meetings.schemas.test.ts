import { describe, expect, it } from '@jest/globals';
import { createFieldsSchema } from './meetings.schemas.ts';

describe('the fields of an upload', () => {
  it.each([
    {},
    { description: ' ', templateid: '', custom_template_points: '' },
    { speakers_expected: '', languages: '' },
    { speakers_expected: ' ', languages: ' , ' },
    { languages: '[]' },
  ])('that are left out or empty count as not given', (fields) => {
    expect(createFieldsSchema.parse({ title: 'Standup', ...fields })).toEqual({
      title: 'Standup',
      description: null,
      participants: [],
      templateid: null,
      custom_template_points: null,
      speakers_expected: null,
      languages: [],
      visibility: 'workspace',
    });
  });
});

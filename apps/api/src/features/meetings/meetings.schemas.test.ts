import { describe, expect, it } from '@jest/globals';
import { createFieldsSchema, meetingPageSchema, meetingSchema } from './meetings.schemas.ts';

describe('the documented examples', () => {
  it.each([meetingSchema, meetingPageSchema])('are what the API could send', (schema) => {
    const example = schema.meta()?.example;
    expect(schema.parse(example)).toEqual(example);
  });
});

describe('the fields of an upload', () => {
  it.each([{}, { description: ' ', templateid: '', custom_template_points: '' }])(
    'that are left out or empty count as not given',
    (fields) => {
      expect(createFieldsSchema.parse({ title: 'Standup', ...fields })).toEqual({
        title: 'Standup',
        description: null,
        participants: [],
        templateid: null,
        custom_template_points: null,
      });
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import { meetingPageSchema, meetingSchema } from './meeting-view.schemas.ts';

describe('the documented examples', () => {
  it.each([meetingSchema, meetingPageSchema])('are what the API could send', (schema) => {
    const example = schema.meta()?.example;
    expect(schema.parse(example)).toEqual(example);
  });
});

import { expect, it } from '@jest/globals';
import { meetingPageExample } from './examples.ts';
import { meetingListItemSchema, meetingSchema } from './schemas.ts';

it('the documented meeting is one the API could send', () => {
  const example = meetingSchema.meta()?.example;
  expect(meetingSchema.parse(example)).toEqual(example);
});

it('the documented meeting of a list is one the API could send', () => {
  const [example] = meetingPageExample.data;
  expect(meetingListItemSchema.parse(example)).toEqual(example);
});

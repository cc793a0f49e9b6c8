import { describe, expect, it } from '@jest/globals';
import { pricesSetting } from './prices.ts';

const read = (table: unknown) => pricesSetting.safeParse(JSON.stringify(table));
const asOf = '2026-11-20';

describe('AI_PRICES', () => {
  it('replaces the table, and leaves what runs on this machine free', () => {
    const models = { 'my-model': { perAudioMinute: 0.01 } };
    const table = read({ asOf, note: 'Our contract, until March.', models }).data;
    expect(table).toMatchObject({ asOf, note: 'Our contract, until March.', models });
    expect(Object.keys(table?.models ?? {}).sort()).toEqual([
      'extractive',
      'my-model',
      'pocketsphinx',
    ]);
  });

  it('is the list prices with their date where it is not given', () => {
    const { asOf: date, models } = pricesSetting.parse(undefined);
    expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(models).toHaveProperty(['gemini-3.5-transcribe']);
    expect(models).toHaveProperty(['pocketsphinx'], { perAudioMinute: 0 });
  });

  it.each([
    ['a day that is none', { asOf: '2026-02-30', models: {} }],
    ['a negative price', { asOf, models: { m: { perAudioMinute: -1 } } }],
    ['a price of another unit', { asOf, models: { m: { perAudioMinute: 600 } } }],
    ['a model without any price', { asOf, models: { m: {} } }],
    ['a price for one kind of token only', { asOf, models: { m: { inputPerMillionTokens: 1 } } }],
    [
      'a name that is empty, and every model begins with',
      { asOf, models: { '': { perAudioMinute: 1 } } },
    ],
    ['a price that is misspelt', { asOf, models: { m: { perMinute: 1 } } }],
  ])('refuses %s', (_, table) => {
    expect(read(table).success).toBe(false);
  });

  it('refuses what is not JSON, and says where to look', () => {
    const { error } = pricesSetting.safeParse('cheap');
    expect(error?.issues).toMatchObject([{ message: 'must be JSON; see .env.example' }]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonValues, parseJson } from './lenient-json.ts';

const fence = '```';

describe('the JSON in a text', () => {
  it.each<[string, string]>([
    ['alone', '{"a":[1]}'],
    ['with a byte order mark', '\ufeff{"a":[1]}'],
    ['in a fence with a language', `${fence}json\n{"a":[1]}\n${fence}`],
    ['in a fence without one', `${fence}\n{"a":[1]}\n${fence}`],
    ['among words, some of them in brackets', 'Here [as asked] it is: {"a":[1]} {that is all}.'],
    ['within a JSON string', JSON.stringify('{"a":[1]}')],
    ['with trailing commas', '{"a":[1,],}'],
  ])('is read %s', (_where, text) => {
    expect(parseJson(text)).toEqual({ a: [1] });
  });

  it.each<[string, string, string]>([
    ['an escape that needs none', String.raw`{"a":"it\'s"}`, "it's"],
    ['a lone backslash', String.raw`{"a":"C:\Users"}`, String.raw`C:\Users`],
    ['a backslash at the end of a string', '{"a":"x \\', ''],
    ['half an escape', String.raw`{"a":"\u12"}`, String.raw`\u12`],
    ['raw control characters', '{"a":"one\ttwo\nthree\u0001"}', 'one\ttwo\nthree\u0001'],
    ['what is right already', String.raw`{"a":"\"\\\u00e9\n","b":None}`, '"\\é\n'],
  ])('has %s read as it was meant', (_what, text, value) => {
    const read = parseJson(text) as { a: string } | undefined;
    expect(read?.a ?? '').toBe(value);
  });

  it('has what other languages call nothing read as null, outside of strings alone', () => {
    expect(
      parseJson('{"a":NaN,"b":-Infinity,"c":None,"d":True,"e":"NaN, None","f":-1.5e3}'),
    ).toEqual({
      ...{ a: null, b: null, c: null, d: true, e: 'NaN, None', f: -1_500 },
    });
  });

  it('may be several values, one behind the other', () => {
    expect(jsonValues('{"a":1}\n{"a":2}\n')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(parseJson('{"a":1}\n{"a":2}\n')).toBeUndefined();
  });

  it.each(['', 'Hello.', '{"a":1}\n{"a":', '{"a" 1}', `${fence}json\n[{"a":1},`])(
    'is none in %j',
    (text) => {
      expect(jsonValues(text)).toEqual([]);
    },
  );

  it.each(['[x ', '{ foo "bar" ', '{ foo {x '])(
    'is not looked for longer than a moment among many of %j',
    (opening) => {
      const startedAt = performance.now();
      expect(jsonValues(opening.repeat(20_000))).toEqual([]);
      expect(performance.now() - startedAt).toBeLessThan(3_000);
    },
  );

  it('is none in a text longer than answers are', () => {
    expect(jsonValues(`{"a":"${'a'.repeat(16_000_000)}"}`)).toEqual([]);
    expect(jsonValues(`It is {"a":"${'a'.repeat(4_000_000)}"}`)).toEqual([]);
  });

  it('comes back as it was, in fences too, and is none when its end is cut off anywhere', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
    fc.assert(
      fc.property(value, fc.nat(), (given, at) => {
        const json = JSON.stringify(given);
        const same: unknown = JSON.parse(json);
        expect(parseJson(json)).toEqual(same);
        expect(parseJson(`${fence}json\n${json}\n${fence}`)).toEqual(same);
        const cut = json.slice(0, 2 + (at % (json.length - 2)));
        expect(jsonValues(`${fence}json\n${cut}`)).toEqual([]);
      }),
    );
  });
});

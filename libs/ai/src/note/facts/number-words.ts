/** What a number word does to the number that it stands in. */
export interface NumberWord {
  value: number;
  /** 3; 20; what multiplies all before it. */
  kind: 'unit' | 'tens' | 'scale';
}

const listed = (from: number, step: number, words: string): [string, number][] =>
  words.split(' ').map((word, position) => [word, from + position * step]);

const units = [
  ...listed(
    0,
    1,
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  ),
  ...listed(
    2,
    1,
    'second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth',
  ),
  ...listed(
    2,
    1,
    'zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn',
  ),
  ...listed(2, 1, 'dos tres cuatro cinco seis siete ocho nueve diez'),
  ...listed(12, 1, 'doce trece catorce quince dieciséis diecisiete dieciocho diecinueve'),
  ...listed(
    21,
    1,
    'veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve',
  ),
  ...listed(
    2,
    1,
    'deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize',
  ),
  ...listed(2, 1, 'twice thrice'),
  ...listed(2, 1, 'doubled tripled'),
];

const tens = [
  ...listed(20, 10, 'twenty thirty forty fifty sixty seventy eighty ninety'),
  ...listed(
    20,
    10,
    'twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth',
  ),
  ...listed(20, 10, 'zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig'),
  ...listed(20, 10, 'veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa'),
  ...listed(20, 10, 'vingt trente quarante cinquante soixante'),
];

const scales: Readonly<Record<number, string>> = {
  12: 'dozen dutzend docena douzaine',
  100: 'hundred hundreds hundredth hundert cien ciento cientos',
  1e3: 'thousand thousands thousandth tausend tsd mille',
  1e6: 'million millions millionth mio millionen millón millones',
  1e9: 'billion billions milliarde milliarden mrd milliard milliards',
  1e12: 'trillion trillions',
};

/** English, German, Spanish and French number words that are no common words beside. */
export const numberWords: ReadonlyMap<string, NumberWord> = new Map([
  ...units.map(([word, value]): [string, NumberWord] => [word, { value, kind: 'unit' }]),
  ...tens.map(([word, value]): [string, NumberWord] => [word, { value, kind: 'tens' }]),
  ...Object.entries(scales).flatMap(([value, words]) =>
    words
      .split(' ')
      .map((word): [string, NumberWord] => [word, { value: Number(value), kind: 'scale' }]),
  ),
]);

/** What a figure is multiplied with that these letters follow. */
export const scaleLetters: ReadonlyMap<string, number> = new Map([
  ...(['k', 'K', 'mil', '千'] as const).map((letter): [string, number] => [letter, 1e3]),
  ...(['m', 'M', 'mn', 'mm', 'MM'] as const).map((letter): [string, number] => [letter, 1e6]),
  ...(['b', 'B', 'bn', 'Bn'] as const).map((letter): [string, number] => [letter, 1e9]),
  ['tn', 1e12],
  ['万', 1e4],
  ['萬', 1e4],
  ['億', 1e8],
  ['亿', 1e8],
]);

/** Words that stand for a number in what was said, though they need none to be said of it. */
export const impliedBy: ReadonlyMap<string, readonly number[]> = new Map<string, number[]>([
  ...[
    'a',
    'an',
    'single',
    'once',
    'first',
    'only',
    'sole',
    'ein',
    'eine',
    'einen',
    'un',
    'una',
  ].map((word): [string, number[]] => [word, [1]]),
  ...['both', 'couple', 'pair', 'double', 'doubles', 'beide', 'beiden', 'ambos', 'ambas'].map(
    (word): [string, number[]] => [word, [2]],
  ),
  ...['triple', 'triples'].map((word): [string, number[]] => [word, [3]]),
  ['half', [0.5, 50, 30]],
  ['halved', [0.5, 50, 2]],
  ['quarter', [0.25, 25, 15, 45]],
  ['noon', [12]],
  ['midnight', [0, 12, 24]],
  ['fortnight', [2, 14]],
  ['decade', [10]],
  ['grand', [1e3]],
  ['eins', [1]],
  ['null', [0]],
  ['nought', [0]],
  ['onze', [11]],
]);

const germanUnder100 =
  /^(?:(?<unit>\p{L}+)und)?(?<tens>zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig)$/u;
const germanScale = /^(?<times>\p{L}*?)(?<scale>tausend|hundert)(?:und)?(?<rest>\p{L}*)$/u;

/** German writes a number as one word. */
function germanNumber(word: string): number | null {
  if (word === 'ein' || word === 'eine') return 1;
  const known = numberWords.get(word);
  if (known !== undefined) return known.value;
  const under = germanUnder100.exec(word)?.groups;
  if (under !== undefined) {
    const { unit, tens: ten = '' } = under;
    const one = unit === undefined ? 0 : germanNumber(unit);
    return one === null || one > 9 ? null : one + (numberWords.get(ten)?.value ?? 0);
  }
  // The thousands first: "zweihunderttausend".
  const parts =
    /^(?<times>\p{L}*)(?<scale>tausend)(?:und)?(?<rest>\p{L}*)$/u.exec(word)?.groups ??
    germanScale.exec(word)?.groups;
  if (parts === undefined) return null;
  const { times = '', scale = '', rest = '' } = parts;
  const [count, more] = [
    times === '' ? 1 : germanNumber(times),
    rest === '' ? 0 : germanNumber(rest),
  ];
  return count === null || more === null
    ? null
    : count * (scale === 'tausend' ? 1_000 : 100) + more;
}

const compound = /(?:und|hundert|tausend)/;

/** The word's number, also of "fünfundzwanzigtausend". */
export function numberWordOf(word: string): NumberWord | undefined {
  // Longer than a German number that anybody says.
  if (word.length < 3 || word.length > 60) return undefined;
  const lower = word.toLowerCase();
  const known = numberWords.get(lower);
  if (known !== undefined || lower.length < 9 || !compound.test(lower)) return known;
  const value = germanNumber(lower);
  return value === null ? undefined : { value, kind: 'unit' };
}

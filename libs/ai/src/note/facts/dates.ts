import { foldWord } from './plain-text.ts';

/** Weekdays from Monday and months from January, in the languages that write them with these letters. */
const weekdays = [
  'monday mon montag lunes lundi lunedi segunda maandag poniedziałek',
  'tuesday tue tues dienstag martes mardi martedi terça dinsdag wtorek',
  'wednesday wed mittwoch miércoles mercredi mercoledi quarta woensdag środa',
  'thursday thu thurs donnerstag jueves jeudi giovedi quinta donderdag czwartek',
  'friday fri freitag viernes vendredi venerdi sexta vrijdag piątek',
  'saturday sat samstag sonnabend sábado samedi sabato zaterdag sobota',
  'sunday sun sonntag domingo dimanche domenica zondag niedziela',
];
const months = [
  'january jan januar jänner enero janvier gennaio janeiro januari',
  'february feb februar febrero février febbraio fevereiro februari',
  'march mar märz marzo mars março maart',
  'april apr abril avril aprile',
  'may mai mayo maggio maio mei',
  'june jun juni junio juin giugno junho',
  'july jul juli julio juillet luglio julho',
  'august aug agosto août augustus',
  'september sep sept septiembre septembre settembre setembro',
  'october oct oktober octubre octobre ottobre outubro okt',
  'november nov noviembre novembre novembro',
  'december dec dezember diciembre décembre dicembre dezembro dez',
];

const places = (lists: readonly string[]): Map<string, number> =>
  new Map(
    lists.flatMap((list, at) =>
      list.split(' ').map((word): [string, number] => [foldWord(word), at]),
    ),
  );
const weekdayOf = places(weekdays);
const monthOf = places(months);

/** In lower case these are other words, too. */
const ambiguous = new Set(
  'mon wed sat sun mar may march mars mai mei jun jul august segunda terca quarta quinta sexta dec sept'.split(
    ' ',
  ),
);

/** The day of the week or the month that a word names, in one form for all languages; null where it names none. */
export function dateWordOf(word: string): string | null {
  const folded = foldWord(word);
  if (ambiguous.has(folded) && !/^\p{Lu}/u.test(word)) return null;
  if (folded === 'noon' || folded === 'midnight') return folded;
  const [weekday, month] = [weekdayOf.get(folded), monthOf.get(folded)];
  if (weekday !== undefined) return `weekday ${weekday}`;
  return month === undefined ? null : `month ${month + 1}`;
}

export interface DateInText {
  text: string;
  year: number;
  /** Day and month, in an order that countries do not agree on. */
  parts: [number, number];
}

const isoDate = /(?<!\d)(?<year>\d{4})-(?<one>\d{1,2})-(?<two>\d{1,2})(?!\d)/g;
const otherDate =
  /(?<!\d)(?<one>\d{1,2})(?<mark>[./-])(?<two>\d{1,2})\k<mark>(?<year>\d{4}|\d{2})(?![\d.])/g;

/** The dates that a plain text has in figures alone. */
export const datesIn = (plain: string): DateInText[] =>
  [...plain.matchAll(isoDate), ...plain.matchAll(otherDate)].map(({ 0: text, groups }) => ({
    text,
    year: Number(groups?.year) + (groups?.year?.length === 2 ? 2_000 : 0),
    parts: [Number(groups?.one), Number(groups?.two)],
  }));

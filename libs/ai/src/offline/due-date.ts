const oneOf = (words: string) => `(?:${words.split(' ').join('|')})`;

const weekday = oneOf('monday tuesday wednesday thursday friday saturday sunday');
const month = oneOf(
  'january february march april may june july august september october november december',
);
const ordinal = `(?:(?:twenty|thirty)[ -])?${oneOf(
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth ' +
    'fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth',
)}`;
const dayOfMonth = `(?:${ordinal}|\\d{1,2}(?:st|nd|rd|th)?)`;
const period = oneOf('day week weekend month quarter year');
const hour = `(?:\\d{1,2}(?::\\d\\d)?|${oneOf('one two three four five six seven eight nine ten eleven twelve')})`;
const clock = `(?:noon|midnight|${hour} ?(?:o'clock|[ap]\\.? ?m\\b))`;

/** Said of one day, these need no "by" before them. */
const relative = `(?:tomorrow|tonight|today|(?:next|this|this coming|the following) (?:${weekday}|${period}))`;
const absolute = [
  weekday,
  `(?:the )?end of (?:(?:the|this|next) )?(?:${period}|${weekday}|${month})`,
  `${month} ${dayOfMonth}`,
  `the ${dayOfMonth} of (?:${month}|(?:the|this|next) month)`,
  month,
  clock,
].join('|');
const partOfDay = `(?:(?: (?:morning|afternoon|evening|night))?(?: (?:at|by|before) ${clock})?)`;

const dueDatePattern = new RegExp(
  `\\b(?:(?<=\\b(?:by|on|before|until) )(?:${relative}|${absolute})|${relative})${partOfDay}\\b`,
  'i',
);

/** The words of a task that name its day or time, as they were said; null when none do. */
export function dueDateIn(task: string): string | null {
  return dueDatePattern.exec(task)?.[0] ?? null;
}

const deadlinePattern = new RegExp(
  `\\b(?:must|should|has to|have to|needs? to|due)\\b.*\\bby (?:${relative}|${absolute})\\b`,
  'i',
);

/** "the contract must be signed by friday". */
export function setsDeadline(sentence: string): boolean {
  return deadlinePattern.test(sentence);
}

const digits = '〇一二三四五六七八九';
const scales: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };
const groups: Readonly<Record<string, number>> = { 万: 1e4, 萬: 1e4, 億: 1e8, 亿: 1e8 };

const counter =
  '%|％|パーセント|割|円|元|块|美元|ドル|ユーロ|年|月|日|号|時|时|点|分|週|周|天|小时|人|名|個|个|件|台|本|枚|回|次|倍|つ';
/** One character alone is a part of many words; with what counts it is a number. */
const number = new RegExp(
  `[〇零一二三四五六七八九十百千万萬億亿两兩]{2,}|[〇零一二三四五六七八九十百千两兩](?=${counter})`,
  'gu',
);

/** 5万 is 50000. */
const figure = /(\d+(?:\.\d+)?)([千万萬億亿])/gu;

/** Chinese and Japanese numbers as figures. */
export const withHanFigures = (plain: string): string =>
  plain
    .replaceAll(figure, (written, digits: string, group: string) => {
      const value = Number(digits) * (groups[group] ?? scales[group] ?? 1);
      return Number.isSafeInteger(value) ? String(value) : written;
    })
    .replaceAll(number, (written) => {
      const value = valueOf(written.replaceAll('零', '〇').replaceAll(/[两兩]/g, '二'));
      return value === null ? written : String(value);
    });

function valueOf(written: string): number | null {
  const characters = Array.from(written);
  // Read one by one, as years and telephone numbers are.
  if (characters.every((one) => digits.includes(one))) {
    return Number(characters.map((one) => digits.indexOf(one)).join(''));
  }
  let [total, group, digit] = [0, 0, 0];
  for (const one of characters) {
    const [scale, big] = [scales[one], groups[one]];
    if (big !== undefined) {
      total += (group + digit === 0 ? 1 : group + digit) * big;
      [group, digit] = [0, 0];
    } else if (scale !== undefined) {
      group += (digit === 0 ? 1 : digit) * scale;
      digit = 0;
    } else {
      if (digit !== 0) return null;
      digit = digits.indexOf(one);
    }
  }
  return total + group + digit;
}

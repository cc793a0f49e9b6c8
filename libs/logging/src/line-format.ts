import winston from 'winston';

const levelNames: Readonly<Record<string, string>> = { warn: 'WARNING' };

// What needs no quotes to be read back as one value.
const plain = /^[\w.:/@+-]+$/;

/** `2024-01-10 14:30:45 - api - INFO - Listening port=8000`: UTC, always one line, whatever the values hold. */
export const lineFormat = () =>
  winston.format.printf(({ timestamp, service, level, message, ...fields }) => {
    const time = String(timestamp).slice(0, 19).replace('T', ' ');
    const name = levelNames[level] ?? level.toUpperCase();
    const context = Object.entries(fields).map(([key, value]) => ` ${key}=${written(value)}`);
    const line = `${time} - ${String(service)} - ${name} - ${String(message)}${context.join('')}`;
    return oneLine(line);
  });

function written(value: unknown): string {
  return typeof value === 'string' && plain.test(value) ? value : JSON.stringify(value);
}

/** Without line breaks and other control characters, which could pretend to be another line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    if (character === '\n') return '\\n';
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

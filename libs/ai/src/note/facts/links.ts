import { domainToASCII } from 'node:url';

/** What may follow a spoken dot in German, Spanish, Italian and French, where the word for it is a common one. */
const spokenEnds: Readonly<Record<string, string>> = {
  punkt: 'com|net|org|info|io|eu|de|at|ch|example|test',
  punto: 'com|net|org|info|io|eu|it|mx|example|test',
  ponto: 'com|net|org|info|io|pt|br|example|test',
  point: 'com|net|org|info|io|eu|fr|be|ch|example|test',
};
const spokenDot = new RegExp(
  `(?<=[\\p{L}\\p{N}])\\s+(?:${Object.entries(spokenEnds)
    .map(([dot, ends]) => `${dot}\\s+(?=(?:${ends})(?![\\p{L}\\p{N}]))`)
    .join('|')})`,
  'giu',
);

/** What stands for a dot before an end that addresses have. */
const disguisedDot =
  /(?<=[\p{L}\p{N}])(?:-dot-|\s+period\s+|,|\.\s+)(?=(?:com|net|org|io|ru|info|biz|example|test)(?![\p{L}\p{N}]))/giu;

/** Dots that look like one. Between two l it is Catalan. */
const dotLike = /(?<=[\p{L}\p{N}])(?<!l(?=·l))\s?[·•∙⋅・。｡︒]\s?(?=[\p{L}\p{N}])/giu;

/** An address as people write or say it so that it is not seen as one, as it is. */
function written(plain: string): string {
  return plain
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?<![\p{L}\p{N}])\p{L}(?: \p{L}){3,}(?![\p{L}\p{N}])/gu, (spelled) =>
      spelled.replaceAll(' ', ''),
    )
    .replaceAll(/\bh(?:xx|\*\*|tt)p(?=s?\b)/gi, 'http')
    .replaceAll(/\bcolon slash slash\b/gi, '://')
    .replaceAll(/(?<=https?)\s*\[?:\]?\s*[/\\]\s*[/\\]\s*/gi, '://')
    .replaceAll(/(?<=https?) +(?=:\/\/)|(?<=:\/\/) +/gi, '')
    .replaceAll(/\s*[[({<]\s*(?:\.|dot|punkt|punto)\s*[\])}>]\s*/giu, '.')
    .replaceAll(/\s*[[({<]\s*(?:@|at)\s*[\])}>]\s*/giu, '@')
    .replaceAll(
      /(?<!\b(?:in|on|up|out|it|us|them|me|is|are))\s+at\s+(?=[\p{L}\p{N}-]+\s+dot\s)/giu,
      '@',
    )
    .replaceAll(/(?<=[\p{L}\p{N}])\s+dot\s+(?=[\p{L}\p{N}]{2})/giu, '.')
    .replaceAll(spokenDot, '.')
    .replaceAll(/(?<=[\p{L}\p{N}])\s+\.\s+(?=[\p{L}\p{N}])/gu, '.')
    .replaceAll(/(?<=[\p{L}\p{N}])\s+\.(?=\p{L}{2})/gu, '.')
    .replaceAll(disguisedDot, '.')
    .replaceAll(/%2e|\\\./gi, '.')
    .replaceAll(dotLike, (dots, at: number, all: string) =>
      // A Chinese or Japanese sentence ends so, too.
      /[。｡︒・]/.test(dots) && !/[a-z0-9]$/i.test(all.slice(0, at)) ? dots : '.',
    )
    .replaceAll(/(?<=\.[\p{L}\p{N}-]{2,62})\s+slash\s+(?=[\p{L}\p{N}])/giu, '/');
}

// As long as addresses can be: longer runs, and places inside of them, are not tried one by one.
const label = String.raw`[\p{L}\p{N}][\p{L}\p{N}\p{M}_-]{0,62}\.`;
const host = String.raw`(?:${label}){1,127}(?:\p{L}[\p{L}\p{M}]{1,62}|xn--[a-z0-9-]{1,59})(?![\p{L}\p{N}])`;
const path = String.raw`[^\s<>"'\])]{1,2000}`;
const rest = String.raw`(?::\d{1,5})?(?:[/?#][^\s<>"'\])]{0,2000})?`;
const link = new RegExp(
  [
    // Of any scheme, and those that need no slashes.
    String.raw`(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}:\/\/${path}`,
    String.raw`\b(?:mailto|tel|sms|javascript|data|file|callto|facetime|whatsapp):${path}`,
    String.raw`\bwww\.${path}`,
    String.raw`(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,200}@[\p{L}\p{N}][\p{L}\p{N}.-]{0,250}`,
    String.raw`(?<![\p{L}\p{N}@])@[\p{L}\p{N}_][\p{L}\p{N}_.]{1,100}`,
    String.raw`\blocalhost\b${rest}`,
    String.raw`(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]?\d)${rest}`,
    String.raw`(?<![\p{L}\p{N}:])(?:[0-9a-f]{0,4}:){2,7}(?::|[0-9a-f]{1,4})(?![\p{L}\p{N}:])`,
    `(?<![\\p{L}\\p{N}@._-])${host}${rest}`,
  ].join('|'),
  'giu',
);
/** Twelve o'clock to the second is no address of version 6. */
const clock = /^\d{1,2}:\d{2}(?::\d{2})?$/;

export interface Links {
  /** In one form each, without scheme and without what ends the sentence. */
  links: string[];
  /** The text without them. */
  rest: string;
}

/** The addresses of the web, of mail and of machines in a plain text, however they are disguised. */
export function linksIn(plain: string): Links {
  const links: string[] = [];
  const without = written(plain).replaceAll(link, (found) => {
    if (clock.test(found)) return found;
    links.push(asCompared(found));
    return ' ';
  });
  return { links, rest: without };
}

function asCompared(found: string): string {
  const bare = found
    .replace(/^(?:https?|mailto):(?:\/\/)?/iu, '')
    .replace(/[\p{P}\p{S}]+$/u, '')
    .replace(/^www\./iu, '');
  const [name = ''] = /^[^/?#]*/u.exec(bare) ?? [];
  // One name for the two ways to write one in other scripts; what is none stays as it is.
  const ascii = domainToASCII(name);
  return `${ascii === '' ? name.toLowerCase() : ascii}${bare.slice(name.length)}`;
}

/** Whether words hold an address: the same one, or one that goes on behind it. */
export const holdsLink = (held: readonly string[], wanted: string): boolean =>
  held.some(
    (one) => one === wanted || (one.startsWith(wanted) && /^[/?#]/.test(one.slice(wanted.length))),
  );

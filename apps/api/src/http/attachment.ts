// Longer names are cut by some file systems, which count bytes, together with their extension.
const maxNameBytes = 180;
// What a path, a shell or a file system takes for something else, and what makes a name look like another one.
const unsafe = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const windowsDevice = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

export interface AttachmentName {
  /** Any text a person wrote. */
  title: string;
  /** For a title of which nothing can be kept; letters, digits, - and _ only. */
  fallback: string;
  /** With its dot. */
  extension: string;
}

/**
 * A Content-Disposition that saves the body under the title: as it is for clients that know RFC 8187, in ASCII for
 * the rest. Nothing of the title can end the header or the name, or lead into another folder.
 */
export function attachment({ title, fallback, extension }: AttachmentName): string {
  const name = safeName(title) || fallback;
  const ascii = asciiName(name) || fallback;
  return `attachment; filename="${ascii}${extension}"; filename*=UTF-8''${encode(name + extension)}`;
}

function safeName(title: string): string {
  const text = title.toWellFormed().replace(unsafe, ' ').replace(/\s+/g, ' ');
  // A leading dot hides a file; Windows drops trailing dots and spaces.
  const trimmed = cut(text).replace(/^[. ]+|[. ]+$/g, '');
  return windowsDevice.test(trimmed) ? `_${trimmed}` : trimmed;
}

/** Whole characters only, as a person counts them. */
function cut(text: string): string {
  let bytes = 0;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > maxNameBytes) break;
    kept += segment;
  }
  return kept;
}

/** Accents are dropped, what is left beyond ASCII becomes _; nothing when that is all there would be. */
function asciiName(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    // Some browsers decode % even here; a normal form may bring back what was taken out.
    .replace(/[^ -~]|[%"\\/:*?<>|]/gu, '_');
  return /[a-z\d]/i.test(ascii) ? ascii : '';
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

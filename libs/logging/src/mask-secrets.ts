const maxLength = 8_192;

// Every repetition is bounded: these run on text chosen by strangers.
const patterns: readonly (readonly [RegExp, string])[] = [
  // postgres://user:password@host, also with an @ in the password
  [/\b([a-z][\w+.-]{0,20}:\/\/)[^\s/?#]{1,512}@/gi, '$1[redacted]@'],
  [/\b(Bearer|Basic|Token)\s{1,4}[\w.~+/=-]{16,}/gi, '$1 [redacted]'],
  [/\beyJ[\w-]{8,}\.[\w-]{2,}(\.[\w-]*)?/g, '[redacted]'],
  // Addresses of shared meetings, which open them.
  [/(\/s\/+)[^\s/?#"'<>]{8,512}/gi, '$1[redacted]'],
  // ?key=…, &access_token=…, X-Amz-Signature=…
  [
    /\b([\w.-]{0,40}(?:key|token|secret|password|signature|credential|code)[\w.-]{0,20}=)[^\s&"'#,;]+/gi,
    '$1[redacted]',
  ],
];

/** The text with credentials in URLs, bearer tokens, JWTs and secret query values masked, and cut at 8 KiB. */
export function maskSecrets(text: string): string {
  const bounded = text.length > maxLength ? `${text.slice(0, maxLength)}… [cut]` : text;
  return patterns.reduce((masked, [pattern, mask]) => masked.replace(pattern, mask), bounded);
}

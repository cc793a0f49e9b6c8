export const exportFormats = ['srt', 'vtt', 'txt', 'md', 'json', 'docx', 'pdf'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What each form is to a browser. */
export const contentTypes: Readonly<Record<ExportFormat, string>> = {
  srt: 'application/x-subrip; charset=utf-8',
  vtt: 'text/vtt; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
};

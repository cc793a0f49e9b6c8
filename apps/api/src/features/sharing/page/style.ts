import { createHash } from 'node:crypto';

/** Of all pages of shared meetings. It fetches nothing: fonts are the reader's own. */
export const style = `
:root { color-scheme: light dark; --ink: #1c2024; --quiet: #5b636e; --line: #dfe3e8; --paper: #fff; --raised: #f5f7f9; --accent: #1d5fbf; --warn: #7a4b00; --warn-paper: #fff6e0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --quiet: #a3acb8; --line: #343a42; --paper: #15181c; --raised: #1e2329; --accent: #86b7ff; --warn: #ffd789; --warn-paper: #332707; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 44rem; margin-inline: auto; padding: 1.75rem 1.125rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.625rem; line-height: 1.25; margin: 0 0 .375rem; }
h2 { font-size: 1.1875rem; line-height: 1.3; margin: 2.25rem 0 .625rem; padding-block-end: .375rem; border-block-end: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { margin: 0 0 .75rem; }
a { color: var(--accent); text-underline-offset: .15em; }
audio { display: block; width: 100%; margin-block: 1.25rem; }
.quiet { color: var(--quiet); font-size: .9375rem; }
.warning { background: var(--warn-paper); color: var(--warn); border-radius: .5rem; padding: .625rem .875rem; margin-block: .875rem; font-size: .9375rem; }
.parts { display: flex; gap: 1.125rem; margin-block: 1rem 0; }
.statements { list-style: none; margin: 0; padding: 0; }
.statements > li { margin-block-end: 1.125rem; }
.statements p { margin: 0; }
.task { display: flex; flex-wrap: wrap; gap: .125rem 1rem; }
blockquote { margin: .375rem 0 0; padding-inline-start: .75rem; border-inline-start: 3px solid var(--line); color: var(--quiet); font-size: .9375rem; }
.mark { display: inline-block; border: 1px solid currentColor; border-radius: .75rem; padding: 0 .5rem; font-size: .8125rem; color: var(--warn); }
.turn h3 { color: var(--accent); }
.line { display: grid; grid-template-columns: 4.25rem minmax(0, 1fr); margin: 0 0 .375rem; scroll-margin-block-start: 1rem; }
.line:target { background: var(--raised); }
.time { font-variant-numeric: tabular-nums; font-size: .875rem; line-height: 1.95; color: var(--quiet); }
a.time { text-decoration: none; }
a.time:hover, a.time:focus-visible { text-decoration: underline; }
form { display: grid; gap: .75rem; max-width: 24rem; margin-block-start: 1.25rem; }
input, button { font: inherit; min-height: 2.875rem; padding: .5rem .75rem; border-radius: .5rem; width: 100%; }
input { border: 1px solid var(--quiet); background: var(--paper); color: var(--ink); }
button { border: 0; background: var(--accent); color: var(--paper); font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
footer { margin-block-start: 3rem; padding-block-start: .75rem; border-block-start: 1px solid var(--line); }
@media print { :root { color-scheme: light; } audio, .parts { display: none; } .line, .statements > li { break-inside: avoid; } }
`;

/** As a content policy names it. */
export const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

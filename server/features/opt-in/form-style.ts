/** Everything the form's page looks like. Its hash stands in the page's security policy. */
export const formStyle = `
:root {
  color-scheme: light dark;
  --page: #eef1f4; --card: #fff; --text: #1b2530; --soft: #566370; --line: #8a96a3;
  --accent: #1a5fd0; --on-accent: #fff; --bad: #b3261e; --bad-back: #fdeceb;
}
:root.light { color-scheme: light; }
@media (prefers-color-scheme: dark) {
  :root:not(.light) {
    --page: #0f151b; --card: #19222c; --text: #e9eef3; --soft: #a7b3bf; --line: #6b7988;
    --accent: #8bbcff; --on-accent: #0a1a2c; --bad: #ffa69e; --bad-back: #3a1f1e;
  }
}
* { box-sizing: border-box; }
html { background: var(--page); }
body {
  margin: 0; min-height: 100vh; padding: 1.5rem 1rem; display: flex; justify-content: center;
  align-items: flex-start; color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
main {
  width: 100%; max-width: 30rem; padding: 1.75rem; background: var(--card);
  border-radius: 0.75rem; overflow-wrap: anywhere;
}
@media (min-height: 40rem) and (min-width: 40rem) { body { padding-top: 8vh; } }
@media (max-width: 26rem) { body { padding: 0; } main { padding: 1.25rem; border-radius: 0; } }
:root:has(.embed) { background: var(--card); }
.embed { min-height: 0; padding: 0; }
.embed main { max-width: none; padding: 1.25rem; border-radius: 0; }
h1 { margin: 0 0 1.25rem; font-size: 1.375rem; line-height: 1.3; text-wrap: balance; }
p { margin: 0 0 1rem; white-space: pre-line; }
a { color: var(--accent); }
.field { margin-bottom: 1.125rem; }
.field label { display: block; margin-bottom: 0.25rem; font-weight: 600; }
.soft { color: var(--soft); font-weight: 400; font-size: 0.9375rem; }
.either { margin-bottom: 0.875rem; }
.field .soft { margin: 0 0 0.375rem; }
input[type='text'], input[type='tel'] {
  width: 100%; min-height: 2.875rem; padding: 0.5rem 0.75rem; color: inherit; font: inherit;
  background: transparent; border: 1px solid var(--line); border-radius: 0.5rem;
}
[aria-invalid] { border-color: var(--bad) !important; outline-color: var(--bad); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.agree { display: flex; gap: 0.75rem; align-items: flex-start; margin-bottom: 1.25rem; }
.agree input { flex: none; width: 1.375rem; height: 1.375rem; margin: 0.0625rem 0 0; accent-color: var(--accent); }
.agree label { white-space: pre-line; }
.bad { margin: 0.375rem 0 0; color: var(--bad); font-size: 0.9375rem; }
.summary { padding: 0.75rem 1rem; color: var(--bad); background: var(--bad-back); border-radius: 0.5rem; }
button, .button {
  display: block; width: 100%; min-height: 3rem; padding: 0.75rem 1rem; font: inherit;
  font-weight: 600; text-align: center; text-decoration: none; color: var(--on-accent);
  background: var(--accent); border: 0; border-radius: 0.5rem; cursor: pointer;
}
button:hover, .button:hover { filter: brightness(1.08); }
.trap { position: absolute; left: -100vw; width: 1px; height: 1px; overflow: hidden; }
main > :last-child { margin-bottom: 0; }
`;

/** Tells the site that shows the form how high it is. */
export const frameScript = `
const tell = () => parent.postMessage(
  { vestnik: document.body.dataset.key, height: document.querySelector('main').offsetHeight }, '*');
new ResizeObserver(tell).observe(document.querySelector('main'));
`;

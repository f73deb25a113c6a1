import type { Point } from './tables.ts';

/**
 * The script with which a site shows the form in place: a frame as high as its content. Where the
 * server stands it knows from its own address; the site's page is told without its query, which
 * may hold what is nobody's business.
 */
export function snippetScript(point: Pick<Point, 'key' | 'title'>): string {
  return `(() => {
  const script = document.currentScript;
  if (!script) return;
  const form = new URL(script.src.replace(/\\/snippet\\.js.*$/, ''));
  form.searchParams.set('embed', '1');
  form.searchParams.set('page', location.origin + location.pathname);
  // A light page stays light where the visitor's other windows are dark.
  const looks = [
    getComputedStyle(document.documentElement).colorScheme,
    document.querySelector('meta[name=color-scheme]')?.content,
  ];
  if (!looks.join(' ').includes('dark')) form.searchParams.set('theme', 'light');
  const frame = document.createElement('iframe');
  frame.src = form.href;
  frame.title = ${JSON.stringify(point.title)};
  frame.style.cssText = 'display:block;width:100%;height:34rem;border:0;border-radius:0.75rem';
  addEventListener('message', ({ source, data }) => {
    if (source !== frame.contentWindow || data?.vestnik !== ${JSON.stringify(point.key)}) return;
    if (data.height > 0) frame.style.height = Math.ceil(data.height) + 'px';
  });
  script.after(frame);
})();
`;
}

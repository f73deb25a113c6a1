import { useEffect, useRef } from 'react';

/** What each key does, by what it writes. */
export type Keys = Readonly<Record<string, () => unknown>>;

/** Keys of the page: they work unless something is being typed or a menu or window is open. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"], [role="menu"]'))
        return;
      const run = latest.current[keyOf(event)];
      if (!run) return;
      event.preventDefault();
      run();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** The key as it is on a Latin keyboard: j is j where the keyboard writes «о», too. */
function keyOf({ key, code, shiftKey }: KeyboardEvent): string {
  if (code === 'Slash' || key === '/' || key === '?') return shiftKey || key === '?' ? '?' : '/';
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : key.toLowerCase();
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type))
  );
}

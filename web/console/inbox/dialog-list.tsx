import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { Loading } from '../../shared/states.tsx';
import { DialogRow } from './dialog-row.tsx';
import styles from './inbox.module.css';
import type { Dialog } from './inbox.ts';
import { inboxTexts } from './texts.ts';

const ROW_PX = 74;
const AHEAD_ROWS = 15;

type DialogListProps = {
  dialogs: readonly Dialog[];
  openNumber: number | undefined;
  hasMore: boolean;
  isLoadingMore: boolean;
  onMore: () => void;
};

/** The dialogs in sight. What moves in the list doesn't move what is being read. */
export function DialogList(props: DialogListProps) {
  const { dialogs, openNumber, hasMore, isLoadingMore, onMore } = props;
  const t = useTexts(inboxTexts);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: dialogs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    getItemKey: (index) => dialogs[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  const lastInSight = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && lastInSight >= dialogs.length - AHEAD_ROWS) onMore();
  }, [hasMore, isLoadingMore, lastInSight, dialogs.length, onMore]);

  const topmost = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || element.scrollTop < ROW_PX) return;
    const shown = Math.floor(element.scrollTop / ROW_PX);
    const now = dialogs.findIndex(({ id }) => id === topmost.current);
    if (now >= 0 && now !== shown) element.scrollTop += (now - shown) * ROW_PX;
  }, [dialogs]);

  // The dialog that is opened by a key or an address comes into sight.
  const openIndex = dialogs.findIndex(({ id }) => id === openNumber);
  const isListed = openIndex >= 0;
  const placeOfOpen = useRef(openIndex);
  placeOfOpen.current = openIndex;
  useEffect(() => {
    if (isListed && openNumber !== undefined) virtual.scrollToIndex(placeOfOpen.current);
  }, [openNumber, isListed, virtual]);

  return (
    <div
      ref={scroller}
      className={styles['scroll']}
      onScroll={(event) => {
        topmost.current = dialogs[Math.floor(event.currentTarget.scrollTop / ROW_PX)]?.id;
      }}
    >
      <ul aria-label={t.list} className={styles['rows']} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const dialog = dialogs[item.index];
          if (!dialog) return null;
          return (
            <li
              key={item.key}
              className={styles['item']}
              style={{ transform: `translateY(${item.start}px)` }}
              aria-setsize={hasMore ? -1 : dialogs.length}
              aria-posinset={item.index + 1}
            >
              <DialogRow dialog={dialog} isOpen={dialog.id === openNumber} />
            </li>
          );
        })}
      </ul>
      {isLoadingMore && <Loading />}
    </div>
  );
}

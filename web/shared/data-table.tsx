import { Checkbox, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import styles from './data-table.module.css';
import { useTexts } from './language.tsx';
import { Loading } from './states.tsx';
import { commonTexts } from './texts.ts';

export type Column<R> = {
  key: string;
  title: string;
  /** A CSS grid track: '2fr', '120px', 'minmax(160px, 1fr)'. */
  width: string;
  render: (row: R) => ReactNode;
  /** Left out where the screen is narrow. */
  isWideOnly?: boolean;
  align?: 'end';
};

type DataTableProps<R> = {
  label: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  keyOf: (row: R) => string | number;
  /** How many there are in all, where that is known. */
  total?: number;
  onOpen?: (row: R) => void;
  hasMore?: boolean;
  isLoadingMore?: boolean;
  onMore?: () => void;
  selection?: {
    selected: ReadonlySet<string | number>;
    onChange: (selected: Set<string | number>) => void;
    labelOf: (row: R) => string;
  };
  /** CSS height of the scrolled part. */
  height?: string;
  empty?: ReactNode;
};

const ROW_PX = 46;
/** Before the last loaded row is seen the next page is asked for. */
const AHEAD_ROWS = 15;

/**
 * Rows of a list of any length: only those in sight are in the page. Where the screen is narrow
 * each row is a small card. Rows are reached by Tab and the arrows, opened by Enter.
 */
export function DataTable<R>(props: DataTableProps<R>) {
  const { columns, rows, keyOf, onOpen, selection, hasMore, isLoadingMore, onMore } = props;
  const t = useTexts(commonTexts);
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? ROW_PX * 2 : ROW_PX),
    overscan: 10,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
  });
  const items = virtual.getVirtualItems();
  const lastInSight = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && lastInSight >= rows.length - AHEAD_ROWS) onMore?.();
  }, [hasMore, isLoadingMore, lastInSight, rows.length, onMore]);

  const shown = isNarrow ? columns.filter((column) => !column.isWideOnly) : columns;
  const tracks = [...(selection ? ['36px'] : []), ...shown.map((column) => column.width)].join(' ');
  const template = isNarrow ? undefined : { gridTemplateColumns: tracks };

  const moveFocus = (event: KeyboardEvent<HTMLDivElement>, index: number) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const row = rows[index];
    if (event.key === 'Enter' && event.target === event.currentTarget && row) onOpen?.(row);
    if (step === 0) return;
    event.preventDefault();
    virtual.scrollToIndex(Math.min(rows.length - 1, Math.max(0, index + step)));
    const next = event.currentTarget.parentElement?.querySelector<HTMLElement>(
      `[data-index="${index + step}"]`,
    );
    next?.focus();
  };

  if (rows.length === 0) return props.empty ?? <Text c="dimmed">{t.nothingFound}</Text>;
  return (
    <div
      role="table"
      aria-label={props.label}
      aria-rowcount={(props.total ?? rows.length) + 1}
      className={styles['table']}
    >
      <div className={isNarrow ? styles['hiddenHead'] : styles['head']}>
        <div role="row" aria-rowindex={1} className={styles['headRow']} style={template}>
          {selection && (
            <div role="columnheader">
              <Checkbox
                size="xs"
                aria-label={t.rows}
                checked={selection.selected.size > 0 && selection.selected.size === rows.length}
                indeterminate={selection.selected.size > 0 && selection.selected.size < rows.length}
                onChange={(event) =>
                  selection.onChange(new Set(event.currentTarget.checked ? rows.map(keyOf) : []))
                }
              />
            </div>
          )}
          {shown.map((column) => (
            <div key={column.key} role="columnheader" data-align={column.align}>
              {column.title}
            </div>
          ))}
        </div>
      </div>
      <div
        ref={scroller}
        className={styles['body']}
        style={{ maxHeight: props.height ?? 'calc(100dvh - 220px)' }}
      >
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const key = keyOf(row);
            return (
              <div
                key={item.key}
                role="row"
                aria-rowindex={item.index + 2}
                data-index={item.index}
                ref={virtual.measureElement}
                tabIndex={onOpen ? 0 : -1}
                className={isNarrow ? styles['card'] : styles['row']}
                data-clickable={onOpen ? true : undefined}
                style={{ ...template, transform: `translateY(${item.start}px)` }}
                onClick={() => onOpen?.(row)}
                onKeyDown={(event) => moveFocus(event, item.index)}
              >
                {selection && (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: only keeps the click from the row
                  <div role="cell" onClick={(event) => event.stopPropagation()}>
                    <Checkbox
                      size="xs"
                      aria-label={selection.labelOf(row)}
                      checked={selection.selected.has(key)}
                      onChange={(event) => {
                        const selected = new Set(selection.selected);
                        if (event.currentTarget.checked) selected.add(key);
                        else selected.delete(key);
                        selection.onChange(selected);
                      }}
                    />
                  </div>
                )}
                {shown.map((column) => (
                  <div
                    key={column.key}
                    role="cell"
                    className={styles['cell']}
                    data-align={column.align}
                  >
                    {isNarrow && <span className={styles['label']}>{column.title}</span>}
                    {column.render(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
        {isLoadingMore && <Loading />}
      </div>
    </div>
  );
}

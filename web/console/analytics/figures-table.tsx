import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

export type FiguresColumn<R> = { title: string; cell: (row: R) => ReactNode; isText?: boolean };

/** The numbers of a chart as a table; wider than the screen it is scrolled by itself. */
export function FiguresTable<R>(props: {
  label: string;
  columns: readonly FiguresColumn<R>[];
  rows: readonly R[];
  keyOf: (row: R) => string;
}) {
  return (
    <Table.ScrollContainer
      type="native"
      minWidth={560}
      tabIndex={0}
      role="region"
      aria-label={props.label}
    >
      <Table striped highlightOnHover aria-label={props.label}>
        <Table.Thead>
          <Table.Tr>
            {props.columns.map(({ title, isText }) => (
              <Table.Th key={title} ta={isText ? 'start' : 'end'}>
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.rows.map((row) => (
            <Table.Tr key={props.keyOf(row)}>
              {props.columns.map(({ title, cell, isText }) => (
                <Table.Td key={title} ta={isText ? 'start' : 'end'}>
                  {cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

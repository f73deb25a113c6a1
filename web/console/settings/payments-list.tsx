import { Badge, Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Empty, Failure, Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { usePages } from '../../shared/use-pages.ts';
import { When } from '../../shared/when.tsx';
import { useMay } from '../session/use-session.ts';
import { salesTexts } from './sales-texts.ts';

type PaymentsAnswer = paths['/payments']['get']['responses'][200]['content']['application/json'];
type Payment = PaymentsAnswer['payments'][number];

const rowsOf = (page: PaymentsAnswer) => page.payments;

/** What customers have paid; owners may give it back. */
export function PaymentsList() {
  const t = useTexts(salesTexts);
  const mayRefund = useMay()('payments.refund');
  const [chosen, setChosen] = useState<Payment>();
  const query = usePages(
    ['payments'],
    (after, signal) =>
      take(api.GET('/payments', { params: { query: { ...(after && { after }) } }, signal })),
    rowsOf,
  );
  const columns: Column<Payment>[] = [
    {
      key: 'customer',
      title: t.customer,
      width: 'minmax(90px, 1.4fr)',
      render: ({ customer }) => (
        <Text size="sm" fw={600} truncate>
          {customer.name}
        </Text>
      ),
    },
    { key: 'plan', title: t.plan, width: '110px', isWideOnly: true, render: ({ plan }) => plan },
    { key: 'paid', title: t.price, width: '100px', render: ({ stars }) => t.stars(stars) },
    {
      key: 'at',
      title: t.paidAt,
      width: '120px',
      isWideOnly: true,
      render: ({ paid_at }) => <When at={paid_at} />,
    },
    {
      key: 'refund',
      title: t.actions,
      width: '170px',
      render: (payment) => (
        <Group gap="xs" wrap="nowrap">
          {payment.refund && (
            <Badge
              variant="light"
              color={payment.refund === 'refused' ? 'red' : 'gray'}
              title={payment.refund_problem ?? undefined}
            >
              {t.refundStates[payment.refund]}
            </Badge>
          )}
          {mayRefund && (payment.refund === null || payment.refund === 'refused') && (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => setChosen(payment)}
              aria-label={t.refundTo(payment.customer.name)}
            >
              {t.refund}
            </Button>
          )}
        </Group>
      ),
    },
  ];
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t.payments}
      </Title>
      <Loaded query={{ ...query, data: query.first }}>
        {() => (
          <DataTable
            label={t.payments}
            columns={columns}
            rows={query.rows}
            keyOf={({ id }) => id}
            hasMore={query.hasNextPage}
            isLoadingMore={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
            empty={<Empty title={t.noPayments}>{t.noPaymentsHint}</Empty>}
          />
        )}
      </Loaded>
      {chosen && (
        <RefundDialog key={chosen.id} payment={chosen} onClose={() => setChosen(undefined)} />
      )}
    </Stack>
  );
}

function RefundDialog({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const t = useTexts(salesTexts);
  const refund = useAction(
    () => take(api.POST('/payments/{id}/refund', { params: { path: { id: payment.id } } })),
    {
      refreshes: ['payments', 'customers'],
      quiet: true,
      onDone: ({ message }) => {
        notifyDone(message);
        onClose();
      },
    },
  );
  return (
    <Modal opened onClose={onClose} title={t.refundTo(payment.customer.name)} centered>
      <Stack>
        <Text size="sm">{t.refundAsk(payment.stars, payment.days)}</Text>
        {refund.error && <Failure error={refund.error} />}
        <Group justify="flex-end">
          <Button color="red" loading={refund.isPending} onClick={() => refund.mutate(undefined)}>
            {t.refundYes}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

import { Badge, Button, Modal, NumberInput, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { Form } from '../../shared/form.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { LinkButton } from '../../shared/links.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { usePages } from '../../shared/use-pages.ts';
import { formatDay, formatExact } from '../../shared/when.tsx';
import { CustomerQuestions } from './customer-questions.tsx';
import { PaymentsList } from './payments-list.tsx';
import { salesTexts } from './sales-texts.ts';
import { SalesWords } from './sales-words.tsx';
import { SoldPlans } from './sold-plans.tsx';
import { usePlanName } from './use-plans.ts';

type CustomersAnswer = paths['/customers']['get']['responses'][200]['content']['application/json'];
type Customer = CustomersAnswer['customers'][number];

const rowsOf = (page: CustomersAnswer) => page.customers;

/** What the sales bot sells, and to whom it did. */
export function SalesSection() {
  const t = useTexts(salesTexts);
  const { language } = useLanguage();
  const planName = usePlanName();
  const [gifted, setGifted] = useState<Customer>();
  const query = usePages(
    ['customers'],
    (after, signal) =>
      take(api.GET('/customers', { params: { query: { ...(after && { after }) } }, signal })),
    rowsOf,
  );
  const columns: Column<Customer>[] = [
    {
      key: 'customer',
      title: t.customer,
      width: 'minmax(90px, 1.4fr)',
      render: ({ name }) => (
        <Text size="sm" fw={600} truncate>
          {name}
        </Text>
      ),
    },
    {
      key: 'plan',
      title: t.plan,
      width: '110px',
      isWideOnly: true,
      render: ({ plan }) => planName(plan),
    },
    {
      key: 'until',
      title: t.until,
      width: '120px',
      render: ({ ends_at, is_over }) =>
        is_over ? (
          <Badge variant="light" color="gray">
            {t.over}
          </Badge>
        ) : (
          <Text size="sm" title={formatExact(new Date(ends_at), language)}>
            {formatDay(new Date(ends_at), language)}
          </Text>
        ),
    },
    {
      key: 'paid',
      title: t.paid,
      width: '110px',
      isWideOnly: true,
      render: ({ paid_stars: n }) => (n === 0 ? '—' : t.stars(n)),
    },
    {
      key: 'actions',
      title: t.actions,
      width: '140px',
      render: (customer) => (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => setGifted(customer)}
          aria-label={t.giveTo(customer.name)}
        >
          {t.give}
        </Button>
      ),
    },
  ];
  return (
    <Stack maw={980}>
      <Text size="sm" c="dimmed">
        {t.hint}
      </Text>
      <SoldPlans />
      <Title order={2} size="h4">
        {t.customers}
      </Title>
      <Loaded query={{ ...query, data: query.first }}>
        {() => (
          <DataTable
            label={t.customers}
            columns={columns}
            rows={query.rows}
            keyOf={({ id }) => id}
            hasMore={query.hasNextPage}
            isLoadingMore={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
            empty={
              <Empty
                title={t.none}
                action={
                  <LinkButton
                    to="/settings/$section"
                    params={{ section: 'bots' }}
                    variant="default"
                  >
                    {t.toBots}
                  </LinkButton>
                }
              >{`${t.noneHint} ${t.noBot}`}</Empty>
            }
          />
        )}
      </Loaded>
      <PaymentsList />
      <CustomerQuestions />
      <SalesWords />
      <GiveDays key={gifted?.id} customer={gifted} onClose={() => setGifted(undefined)} />
    </Stack>
  );
}

function GiveDays({ customer, onClose }: { customer: Customer | undefined; onClose: () => void }) {
  const t = useTexts(salesTexts);
  const [days, setDays] = useState<number | string>(7);
  const give = useAction(
    (n: number) =>
      take(
        api.POST('/customers/{id}/days', {
          params: { path: { id: customer?.id ?? 0 } },
          body: { days: n },
        }),
      ),
    {
      refreshes: ['customers'],
      quiet: true,
      onDone: ({ message }) => {
        notifyDone(message);
        onClose();
      },
    },
  );
  return (
    <Modal
      opened={customer !== undefined}
      onClose={onClose}
      title={t.giveTo(customer?.name ?? '')}
      centered
    >
      <Form
        submit={t.give}
        isReady={Number(days) >= 1}
        isBusy={give.isPending}
        error={give.error}
        onSubmit={() => give.mutate(Number(days))}
      >
        <NumberInput
          label={t.howMany}
          value={days}
          onChange={setDays}
          min={1}
          max={365}
          data-autofocus
        />
      </Form>
    </Modal>
  );
}

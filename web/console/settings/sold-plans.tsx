import {
  Button,
  Group,
  Modal,
  NumberInput,
  Stack,
  Switch,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { type Column, DataTable } from '../../shared/data-table.tsx';
import { Form } from '../../shared/form.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { notifyDone } from '../../shared/notify.tsx';
import { Loaded } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { salesTexts } from './sales-texts.ts';
import { type Plan, usePlans } from './use-plans.ts';

/** What is sold: names, prices and limits, each changed in a dialog of its own. */
export function SoldPlans() {
  const t = useTexts(salesTexts);
  const { language } = useLanguage();
  const [changed, setChanged] = useState<Plan>();
  const query = usePlans();
  const nameOf = (plan: Plan) => (language === 'ru' ? plan.name_ru : plan.name_en);
  const columns: Column<Plan>[] = [
    {
      key: 'plan',
      title: t.plan,
      width: 'minmax(90px, 1fr)',
      render: (plan) => (
        <Text size="sm" fw={600} truncate {...(!plan.is_offered && { c: 'dimmed' })}>
          {nameOf(plan)}
        </Text>
      ),
    },
    { key: 'price', title: t.price, width: '100px', render: ({ stars }) => t.stars(stars) },
    { key: 'days', title: t.days, width: '70px', isWideOnly: true, render: ({ days }) => days },
    {
      key: 'limits',
      title: t.limits,
      width: 'minmax(160px, 2fr)',
      isWideOnly: true,
      render: (plan) => (
        <Text size="xs" c="dimmed" truncate>
          {t.limitsOf(plan.max_accounts, plan.max_audience, plan.max_running_campaigns)}
        </Text>
      ),
    },
    {
      key: 'actions',
      title: t.actions,
      width: '120px',
      render: (plan) => (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => setChanged(plan)}
          aria-label={`${t.change}: ${nameOf(plan)}`}
        >
          {t.change}
        </Button>
      ),
    },
  ];
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t.plans}
      </Title>
      <Loaded query={query}>
        {({ plans }) => (
          <DataTable label={t.plans} columns={columns} rows={plans} keyOf={({ code }) => code} />
        )}
      </Loaded>
      {changed && (
        <PlanDialog
          key={changed.code}
          plan={changed}
          title={t.changeTitle(nameOf(changed))}
          onClose={() => setChanged(undefined)}
        />
      )}
    </Stack>
  );
}

type Field = 'days' | 'stars' | 'max_accounts' | 'max_audience' | 'max_running_campaigns';

function PlanDialog({ plan, title, onClose }: { plan: Plan; title: string; onClose: () => void }) {
  const t = useTexts(salesTexts);
  const { code, ...given } = plan;
  const [fields, setFields] = useState(given);
  const save = useAction(
    () => take(api.PUT('/plans/{code}', { params: { path: { code } }, body: fields })),
    {
      refreshes: ['plans', 'customers'],
      quiet: true,
      onDone: () => {
        notifyDone(t.saved);
        onClose();
      },
    },
  );
  const change = (part: Partial<typeof fields>) => setFields({ ...fields, ...part });
  const number = (key: Field | 'campaign_cooldown_minutes', label: string, min: number) => (
    <NumberInput
      label={label}
      value={fields[key]}
      min={min}
      onChange={(value) => change({ [key]: Number(value) })}
    />
  );
  return (
    <Modal opened onClose={onClose} title={title} centered>
      <Form
        submit={t.save}
        isReady
        isBusy={save.isPending}
        error={save.error}
        onSubmit={() => save.mutate(undefined)}
      >
        <Group grow>
          <TextInput
            label={t.nameRu}
            value={fields.name_ru}
            maxLength={32}
            required
            onChange={(event) => change({ name_ru: event.currentTarget.value })}
          />
          <TextInput
            label={t.nameEn}
            value={fields.name_en}
            maxLength={32}
            required
            onChange={(event) => change({ name_en: event.currentTarget.value })}
          />
        </Group>
        <Group grow>
          {plan.stars > 0 && number('stars', t.priceInStars, 1)}
          {number('days', t.days, 1)}
        </Group>
        {number('max_accounts', t.maxAccounts, 1)}
        {number('max_audience', t.maxAudience, 1)}
        {number('max_running_campaigns', t.maxCampaigns, 1)}
        {number('campaign_cooldown_minutes', t.cooldown, 0)}
        {plan.stars > 0 && (
          <Switch
            label={t.offered}
            checked={fields.is_offered}
            onChange={(event) => change({ is_offered: event.currentTarget.checked })}
          />
        )}
      </Form>
    </Modal>
  );
}

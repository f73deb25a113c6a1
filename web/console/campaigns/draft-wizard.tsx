import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty, Failure } from '../../shared/states.tsx';
import { useAddress } from '../../shared/use-address.ts';
import { AccountsFields } from './accounts-fields.tsx';
import { type Campaign, type FieldsProps, fieldsOf, type Patch } from './campaign.ts';
import { ChooseAudience } from './choose-audience.tsx';
import { ChooseScript } from './choose-script.tsx';
import { DeleteDraft } from './delete-draft.tsx';
import { ForecastView } from './forecast-view.tsx';
import { InviteFields } from './invite-fields.tsx';
import { LaunchStep } from './launch-step.tsx';
import { RehearsalPanel } from './rehearsal-panel.tsx';
import { RulesFields } from './rules-fields.tsx';
import { ScheduleFields } from './schedule-fields.tsx';
import { StepList } from './step-list.tsx';
import { readStep, type Step, steps } from './steps.ts';
import { campaignsTexts } from './texts.ts';
import { useAutosave } from './use-autosave.ts';
import { wizardTexts } from './wizard-texts.ts';

/** A draft and the step of it that is being looked at; each change is kept at once. */
export function DraftWizard({ campaign }: { campaign: Campaign }) {
  const t = useTexts(campaignsTexts);
  const wizard = useTexts(wizardTexts);
  const navigate = useNavigate();
  const [address, setAddress] = useAddress();
  const step = readStep(address['step']);
  const { edits, change, flush, isSaving, error } = useAutosave(campaign.id);
  const toCampaign = () =>
    void navigate({ to: '/campaigns/$id', params: { id: String(campaign.id) } });
  if (campaign.status !== 'draft')
    return (
      <Page title={campaign.name}>
        <Empty
          title={t.statuses[campaign.status]}
          action={<Button onClick={toCampaign}>{campaign.name}</Button>}
        />
      </Page>
    );
  const go = (next: Step) => {
    flush();
    setAddress({ step: next }, { replace: false });
  };
  const value = { ...fieldsOf(campaign), ...edits };
  const place = steps.indexOf(step);
  const [before, after] = [steps[place - 1], steps[place + 1]];
  return (
    <Page
      title={t.newCampaign}
      subtitle={isSaving ? wizard.saving : wizard.draftSaved}
      actions={<DeleteDraft campaign={campaign} />}
    >
      <StepList step={step} isClosed={() => false} onGo={go} />
      <NameField name={campaign.name} onChange={(name) => change({ name })} />
      {error && <Failure error={error} onRetry={flush} />}
      <Stack component="section" aria-label={wizard.steps[step]}>
        <StepBody
          step={step}
          campaign={campaign}
          edits={edits}
          fields={{ value, onChange: change }}
          onChange={change}
        />
      </Stack>
      <Group>
        {before && (
          <Button variant="default" onClick={() => go(before)}>
            {wizard.back}
          </Button>
        )}
        {after && <Button onClick={() => go(after)}>{wizard.next}</Button>}
        <Text size="sm" c="dimmed">
          {wizard.stepOf(place + 1, steps.length, wizard.steps[step])}
        </Text>
      </Group>
    </Page>
  );
}

/** A name is kept when there is one; while it is typed there may be none. */
function NameField(props: { name: string; onChange: (name: string) => void }) {
  const t = useTexts(campaignsTexts);
  const [name, setName] = useState(props.name);
  return (
    <TextInput
      label={t.name}
      value={name}
      maxLength={200}
      maw={560}
      required
      onChange={(event) => {
        setName(event.currentTarget.value);
        if (event.currentTarget.value.trim() !== '') props.onChange(event.currentTarget.value);
      }}
    />
  );
}

type StepBodyProps = {
  step: Step;
  campaign: Campaign;
  edits: Patch;
  fields: FieldsProps;
  onChange: (patch: Patch) => void;
};

function StepBody({ step, campaign, edits, fields, onChange }: StepBodyProps) {
  switch (step) {
    case 'audience':
      return (
        <ChooseAudience
          value={edits.audience_id ?? campaign.audience_id ?? undefined}
          onChange={(audience_id) => onChange({ audience_id })}
        />
      );
    case 'script':
      return (
        <ChooseScript
          value={edits.script_id ?? campaign.script_id}
          onChange={(script_id) => onChange({ script_id })}
        />
      );
    case 'accounts':
      return (
        <>
          <InviteFields {...fields} />
          {/* The accounts follow from the chat that was chosen. */}
          <AccountsFields key={fields.value.invite?.chat} {...fields} />
        </>
      );
    case 'schedule':
      return <ScheduleFields {...fields} />;
    case 'rules':
      return <RulesFields {...fields} />;
    case 'forecast':
      return <ForecastView id={campaign.id} />;
    case 'rehearsal':
      return <RehearsalPanel campaign={campaign.id} />;
    case 'launch':
      return <LaunchStep campaign={campaign} />;
  }
}

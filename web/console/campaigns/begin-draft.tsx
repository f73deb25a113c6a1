import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError, api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Failure } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useAddress } from '../../shared/use-address.ts';
import { useScript } from '../../shared/use-script.ts';
import { ChooseAudience } from './choose-audience.tsx';
import { ChooseScript } from './choose-script.tsx';
import { StepList } from './step-list.tsx';
import { readStep, type Step } from './steps.ts';
import { campaignsTexts } from './texts.ts';
import { campaignKey, useAudience } from './use-campaigns.ts';
import { wizardTexts } from './wizard-texts.ts';

const MOST_TWINS = 20;

/** The first two steps: when both are taken there is a draft. */
export function BeginDraft() {
  const t = useTexts(campaignsTexts);
  const wizard = useTexts(wizardTexts);
  const client = useQueryClient();
  const [address, setAddress] = useAddress();
  const step = readStep(address['step']) === 'script' ? 'script' : 'audience';
  const audienceId = Number(address['audience']) || undefined;
  const scriptId = Number(address['script']) || undefined;
  const audience = useAudience(audienceId);
  const script = useScript(scriptId);
  const create = useAction((name: string) => createDraft(name, audienceId ?? 0, scriptId ?? 0), {
    refreshes: ['campaigns'],
    quiet: true,
    onDone: (answer) => {
      const { id } = answer.campaign;
      client.setQueryData(campaignKey(id), answer);
      setAddress(
        { draft: String(id), step: 'accounts', audience: undefined, script: undefined },
        { replace: true },
      );
    },
  });
  const go = (next: Step) => setAddress({ step: next }, { replace: false });
  const goOn = () => {
    if (audienceId !== undefined && scriptId !== undefined) {
      const names = [script.data?.script.name, audience.data?.audience.name];
      create.mutate(names.filter(Boolean).join(' · ').slice(0, 190) || t.newCampaign);
    } else go(step === 'audience' ? 'script' : 'audience');
  };
  const isTaken = step === 'audience' ? audienceId !== undefined : scriptId !== undefined;
  return (
    <Page title={t.newCampaign} subtitle={wizard.draftHint}>
      <StepList step={step} isClosed={(one) => one !== 'audience' && one !== 'script'} onGo={go} />
      {step === 'audience' ? (
        <ChooseAudience
          value={audienceId}
          onChange={(id) => setAddress({ audience: String(id) })}
        />
      ) : (
        <ChooseScript value={scriptId} onChange={(id) => setAddress({ script: String(id) })} />
      )}
      {create.error && <Failure error={create.error} />}
      <Group>
        {step === 'script' && (
          <Button variant="default" onClick={() => go('audience')}>
            {wizard.back}
          </Button>
        )}
        <Button onClick={goOn} disabled={!isTaken} loading={create.isPending}>
          {wizard.next}
        </Button>
        {step === 'script' && audienceId === undefined && (
          <Text size="sm" c="dimmed">
            {wizard.chooseBoth}
          </Text>
        )}
      </Group>
    </Page>
  );
}

/** Names of campaigns are told apart: the draft takes the first free one. */
async function createDraft(name: string, audience_id: number, script_id: number) {
  for (let twin = 1; ; twin++) {
    const body = { name: twin === 1 ? name : `${name} ${twin}`, audience_id, script_id };
    try {
      return await take(api.POST('/campaigns', { body }));
    } catch (error) {
      const isTaken = error instanceof ApiError && error.code === 'already_exists';
      if (!isTaken || twin >= MOST_TWINS) throw error;
    }
  }
}

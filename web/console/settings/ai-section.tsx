import { Alert, Stack } from '@mantine/core';
import { useTexts } from '../../shared/language.tsx';
import { Loaded } from '../../shared/states.tsx';
import { useMay } from '../session/use-session.ts';
import { AiKnowledge } from './ai-knowledge.tsx';
import { AiModel } from './ai-model.tsx';
import { AiRoles } from './ai-roles.tsx';
import { settingsTexts } from './texts.ts';
import { useAiSettings } from './use-assistant.ts';

/** The AI: its model and budget, its roles, what it knows. */
export function AiSection() {
  const page = useTexts(settingsTexts);
  const mayChange = useMay()('assistant.write');
  return (
    <Stack maw={860}>
      {!mayChange && <Alert variant="light">{page.readOnly}</Alert>}
      <Loaded query={useAiSettings()}>
        {(settings) => <AiModel settings={settings} mayChange={mayChange} />}
      </Loaded>
      <AiRoles mayChange={mayChange} />
      <AiKnowledge mayChange={mayChange} />
    </Stack>
  );
}

import { Select, Stack, Title } from '@mantine/core';
import { useState } from 'react';
import { Bubble, Chat, ChatNote } from '../../shared/bubble.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { formatClock, formatDay } from '../../shared/when.tsx';
import { rehearsalTexts } from './rehearsal-texts.ts';
import type { Report } from './use-rehearsals.ts';

type Dialog = Report['dialogs'][number];

/** Talks of the rehearsal as they would stand in Telegram, from the account's side. */
export function SampleDialogs({ dialogs }: { dialogs: readonly Dialog[] }) {
  const t = useTexts(rehearsalTexts);
  const liveliest = dialogs.reduce(
    (best, dialog, place) =>
      dialog.messages.length > (dialogs[best]?.messages.length ?? 0) ? place : best,
    0,
  );
  const [place, setPlace] = useState(liveliest);
  const dialog = dialogs[place];
  if (!dialog) return null;
  return (
    <Stack gap="xs" component="section" aria-label={t.dialogs} maw={640}>
      <Title order={3} size="h5">
        {t.dialogs}
      </Title>
      <Select
        label={t.chooseDialog}
        allowDeselect={false}
        value={String(place)}
        data={dialogs.map((one, i) => ({
          value: String(i),
          label: t.dialogWith(one.name, t.moodOf[one.persona]),
        }))}
        onChange={(value) => setPlace(Number(value))}
      />
      <Chat label={t.dialogWith(dialog.name, t.moodOf[dialog.persona])}>
        <Messages messages={dialog.messages} />
      </Chat>
    </Stack>
  );
}

function Messages({ messages }: { messages: Dialog['messages'] }) {
  const t = useTexts(rehearsalTexts);
  const { language } = useLanguage();
  const verdicts: Record<string, string> = t.verdictNames;
  const dayOf = (at: string) => formatDay(new Date(at), language);
  return messages.map((message, place) => {
    const before = messages[place - 1];
    const isNewDay = !before || dayOf(before.at) !== dayOf(message.at);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: what was said keeps its place
      <Stack key={place} gap={6}>
        {isNewDay && <ChatNote>{dayOf(message.at)}</ChatNote>}
        <Bubble
          isOwn={message.from === 'us'}
          text={message.text || `[${t.media}]`}
          foot={
            <>
              {message.verdict && <span>{verdicts[message.verdict] ?? message.verdict}</span>}
              <span>{formatClock(new Date(message.at), language)}</span>
            </>
          }
        />
      </Stack>
    );
  });
}

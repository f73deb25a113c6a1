import { Alert, Button, Stack, Text, Textarea } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { useState } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { When } from '../../shared/when.tsx';
import { personTexts } from './person-texts.ts';
import { type Known, useDoNotContact } from './use-do-not-contact.ts';

/** Whether anybody may write to the person; it is stopped at once, and lifted for a reason. */
export function DoNotContact({ person }: { person: Known & { opted_out_at: string | null } }) {
  const t = useTexts(personTexts);
  const { stop, lift } = useDoNotContact(person);
  const [because, setBecause] = useState('');
  if (person.opted_out_at === null)
    return (
      <Stack gap={4} align="flex-start">
        <Button
          size="compact-sm"
          color="red"
          variant="light"
          leftSection={<IconBan size={14} aria-hidden />}
          loading={stop.isPending}
          onClick={() => stop.mutate(t.stopReason)}
        >
          {t.stopNow}
        </Button>
        <Text size="xs" c="dimmed">
          {t.doNotContactHint}
        </Text>
      </Stack>
    );
  return (
    <Alert
      color="red"
      variant="light"
      p="xs"
      title={t.isStopped}
      icon={<IconBan size={16} aria-hidden />}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          lift.mutate(because.trim(), { onSuccess: () => setBecause('') });
        }}
      >
        <Stack gap="xs">
          <Text size="xs">
            <When at={person.opted_out_at} />. {t.liftHint}
          </Text>
          <Textarea
            size="xs"
            label={t.because}
            value={because}
            onChange={(event) => setBecause(event.currentTarget.value)}
            autosize
            minRows={1}
            maxLength={500}
          />
          <Button
            type="submit"
            size="compact-sm"
            variant="default"
            disabled={because.trim().length < 3}
            loading={lift.isPending}
          >
            {t.lift}
          </Button>
        </Stack>
      </form>
    </Alert>
  );
}

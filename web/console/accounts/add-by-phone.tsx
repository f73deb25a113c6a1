import { Alert, Button, Group, Paper, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ApiError, api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { useTexts } from '../../shared/language.tsx';
import { LinkButton } from '../../shared/links.tsx';
import { Failure } from '../../shared/states.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useCountdown } from '../../shared/use-countdown.ts';
import { addTexts } from './add-texts.ts';

type Step = paths['/accounts/login']['post']['responses'][200]['content']['application/json'];

/** What each step asks Telegram for. */
type Answer =
  | { kind: 'phone'; phone: string }
  | { kind: 'code'; login_id: string; code: string }
  | { kind: 'password'; login_id: string; password: string };

function ask(answer: Answer): Promise<Step> {
  const { kind, ...body } = answer;
  if (kind === 'phone')
    return take(api.POST('/accounts/login', { body: body as { phone: string } }));
  if (kind === 'code')
    return take(
      api.POST('/accounts/login/code', { body: body as { login_id: string; code: string } }),
    );
  return take(
    api.POST('/accounts/login/password', { body: body as { login_id: string; password: string } }),
  );
}

/** Phone → code → password, if there is one. What was typed stays when a step is refused. */
export function AddByPhone({ givenPhone }: { givenPhone: string }) {
  const t = useTexts(addTexts);
  const [phone, setPhone] = useState(givenPhone);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [step, setStep] = useState<Step>();
  const action = useAction(ask, { refreshes: ['accounts'], onDone: setStep, quiet: true });
  const wait = useCountdown(action.error);
  const startOver = () => {
    setStep(undefined);
    setCode('');
    setPassword('');
    action.reset();
  };
  const submit = (answer: Answer) => (event: FormEvent) => {
    event.preventDefault();
    action.mutate(answer);
  };
  // What is dead stays dead: only a new code helps.
  const isOver =
    action.error instanceof ApiError &&
    ['code_expired', 'login_not_found'].includes(action.error.code);
  const foot = (button: string, isReady: boolean, extra?: ReactNode) => (
    <>
      {action.error && !wait && <Failure error={action.error} />}
      {wait > 0 && (
        <Alert color="orange" variant="light" role="alert">
          {t.wait(wait)}
        </Alert>
      )}
      <Group>
        <Button type="submit" loading={action.isPending} disabled={!isReady || wait > 0 || isOver}>
          {button}
        </Button>
        {extra}
      </Group>
    </>
  );
  const anew = (
    <Button variant="default" onClick={startOver}>
      {isOver ? t.newCode : t.otherNumber}
    </Button>
  );

  if (step?.step === 'done')
    return (
      <Paper withBorder p="md" maw={480}>
        <Stack align="flex-start">
          <Alert color="teal" variant="light" role="status" w="100%">
            {t.signedIn(step.account?.name ?? phone)}
          </Alert>
          <Group>
            {step.account && (
              <LinkButton to="/accounts/$id" params={{ id: step.account.id }}>
                {t.openAccount}
              </LinkButton>
            )}
            <Button
              variant="default"
              onClick={() => {
                startOver();
                setPhone('');
              }}
            >
              {t.oneMore}
            </Button>
          </Group>
        </Stack>
      </Paper>
    );
  return (
    <Paper withBorder p="md" maw={480}>
      {!step && (
        <form onSubmit={submit({ kind: 'phone', phone })}>
          <Stack>
            <TextInput
              type="tel"
              label={t.phoneNumber}
              description={t.phoneHint}
              value={phone}
              onChange={(event) => setPhone(event.currentTarget.value)}
              autoComplete="off"
              required
            />
            {foot(t.sendCode, phone.trim().length >= 5)}
          </Stack>
        </form>
      )}
      {step?.step === 'code' && (
        <form onSubmit={submit({ kind: 'code', login_id: step.login_id, code })}>
          <Stack>
            <Text size="sm" role="status">
              {phone}. {step.message}.
            </Text>
            <TextInput
              label={t.code}
              description={t.codeHint}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
              required
            />
            {foot(t.giveCode, code.trim() !== '', anew)}
          </Stack>
        </form>
      )}
      {step?.step === 'password' && (
        <form onSubmit={submit({ kind: 'password', login_id: step.login_id, password })}>
          <Stack>
            <Text size="sm" role="status">
              {step.message}.
            </Text>
            <PasswordInput
              label={t.password}
              {...(step.hint && { description: t.hint(step.hint) })}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="off"
              autoFocus
              required
            />
            {foot(t.givePassword, password !== '', anew)}
          </Stack>
        </form>
      )}
    </Paper>
  );
}

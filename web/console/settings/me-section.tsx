import { Stack } from '@mantine/core';
import { MyPassword } from './my-password.tsx';
import { MySessions } from './my-sessions.tsx';
import { MyTotp } from './my-totp.tsx';

/** One's own sign-in: password, second step, where one is signed in. */
export function MeSection() {
  return (
    <Stack maw={620}>
      <MyPassword />
      <MyTotp />
      <MySessions />
    </Stack>
  );
}

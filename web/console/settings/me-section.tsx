import { Stack } from '@mantine/core';
import { MyNotifications } from './my-notifications.tsx';
import { MyPassword } from './my-password.tsx';
import { MySessions } from './my-sessions.tsx';
import { MyTelegram } from './my-telegram.tsx';
import { MyTotp } from './my-totp.tsx';

/** One's own sign-in: password, second step, where one is signed in; and one's own Telegram. */
export function MeSection() {
  return (
    <Stack maw={620}>
      <MyPassword />
      <MyTotp />
      <MySessions />
      <MyTelegram />
      <MyNotifications />
    </Stack>
  );
}

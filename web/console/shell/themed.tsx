import { createTheme, MantineProvider } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useTexts } from '../../shared/language.tsx';
import { commonTexts } from '../../shared/texts.ts';

/** How everything looks, and the names of the buttons that are only a cross. */
export function Themed({ children }: { children: ReactNode }) {
  const { close } = useTexts(commonTexts);
  const theme = useMemo(() => {
    const withNamedCross = { defaultProps: { closeButtonProps: { 'aria-label': close } } };
    return createTheme({
      primaryColor: 'blue',
      defaultRadius: 'md',
      // White words on it have a contrast of 5.
      primaryShade: 8,
      respectReducedMotion: true,
      // By name: importing them here would load them with the first page.
      components: {
        Modal: withNamedCross,
        Drawer: withNamedCross,
        Notification: withNamedCross,
        // The first item gets the focus: what Mantine puts before it is no item of a menu.
        Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
      },
    });
  }, [close]);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  );
}

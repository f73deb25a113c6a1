import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

type Native<Own> = Own & Omit<ComponentProps<'a'>, keyof Own>;

/** A button that leads to a page; its parameters are checked by the type of `to`. */
export const LinkButton = createLink((props: Native<ButtonProps>) => (
  <Button component="a" {...props} />
));

/** A link in a text to a page; its parameters are checked by the type of `to`. */
export const TextLink = createLink((props: Native<AnchorProps>) => <Anchor {...props} />);

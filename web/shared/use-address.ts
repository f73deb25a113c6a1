import { useNavigate, useSearch } from '@tanstack/react-router';

type Address = Readonly<Record<string, string | undefined>>;

/**
 * What stands behind the `?` of the address, and the way to change some of it; a name set to
 * undefined goes away.
 */
export function useAddress(): [
  Address,
  (change: Address, options?: { replace?: boolean }) => void,
] {
  const address = useSearch({ strict: false }) as Address;
  const navigate = useNavigate();
  const change = (wanted: Address, { replace = true } = {}) => {
    const search = (before: Address) => ({ ...before, ...wanted });
    // Between pages of one path: where one is doesn't change, only what is seen of it.
    void navigate({ to: '.', search: search as never, replace, resetScroll: false });
  };
  return [address, change];
}

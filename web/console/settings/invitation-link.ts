/** The address by which somebody comes in; the token stands behind the `#`, where no log sees it. */
export function invitationLink(token: string): string {
  return `${location.origin}/app/invite#${token}`;
}

/**
 * The address of the console with a code that signs in once. The code is in the fragment, which browsers send to nobody.
 */
export function consoleLink(url: string, code: string): string {
  return `${url}/console#sign-in=${code}`;
}

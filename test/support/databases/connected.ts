/** Tries once more: on a busy machine even connecting can take too long. */
export function connected<T>(open: () => Promise<T>): Promise<T> {
  return open().catch((error: unknown) => {
    if (!/connection timeout/.test(String(error))) throw error;
    return open();
  });
}

/** What is typed is kept until the tab is closed: whoever uses this browser next finds nothing of it. */
export const tabStorage = {
  getItem: (name: string): string | null => attempt(() => sessionStorage.getItem(name)) ?? null,
  setItem: (name: string, value: string): void => attempt(() => sessionStorage.setItem(name, value)),
  removeItem: (name: string): void => attempt(() => sessionStorage.removeItem(name)),
  clear: (): void => {},
  get length(): number {
    return attempt(() => sessionStorage.length) ?? 0;
  },
};

/** Storage may be forbidden to the page; then nothing is kept. */
function attempt<Result>(access: () => Result): Result | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}

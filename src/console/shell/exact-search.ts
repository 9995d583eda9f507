import { useSearch } from "wouter/use-browser-location";

/** What stands behind the address's `?`. wouter unescapes it before `URLSearchParams` does, so it is escaped once more. */
export function useExactSearch(): string {
  return useSearch().replaceAll("%", "%25");
}

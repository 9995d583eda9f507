import type { WaitingUris } from "../../../model/imported-client.js";
import { isSentInClear } from "../../../model/uri.js";
import type { KnownClient } from "../standing.js";
import type { Taken } from "../taken-client.js";
import { type WaitingList, waitingOf } from "./waiting-uris.js";

/** The places of those of a list that waited. Of older rows only the number is known: they were the last that are not here. */
export function waitedIn(
  list: WaitingList,
  { application, imported }: KnownClient,
  { client, usable }: Taken,
): number[] {
  const { waiting, waitingForHttp = 0 } = imported.reading ?? {};
  if (waiting || waitingForHttp === 0) return [...(waiting?.[list] ?? [])];
  const brought = client.settings[list] ?? [];
  const mayCome = (uri: string, place: number) =>
    usable.waiting[list]?.includes(place) ||
    usable.lackRoom[list]?.includes(place) ||
    (isSentInClear(uri) && usable.settings[list]?.includes(uri));
  const isLacking = (uri: string, place: number) => mayCome(uri, place) && !application[list].includes(uri);
  return brought.flatMap((uri, place) => (isLacking(uri, place) ? place : [])).slice(-waitingForHttp);
}

/** Those of a line that go on waiting where not all of it is taken. */
export function stillWaiting(known: KnownClient, taken: Taken): WaitingUris {
  if (!known.imported.reading) return taken.usable.waiting;
  return waitingOf((list) =>
    waitedIn(list, known, taken).filter((place) => taken.usable.waiting[list]?.includes(place)),
  );
}

import type { MissingSecrets } from "../../../model/imported-client.js";
import type { BroughtClient } from "../brought-client.js";

type Brought = Pick<BroughtClient, "standIns">;

/** What a client's line has not brought of its secrets; whether the current one is among that is known by those that came. */
export function missingIn(client: Brought, lacksCurrent: boolean): MissingSecrets {
  return { ...(lacksCurrent && { lacksCurrent }), ...(leavesPerhaps(client) && { leftPerhaps: true }) };
}

/** Whether something in a client's line is left that may be a secret, since it was not said to be one. */
export function leavesPerhaps({ standIns = [] }: Brought): boolean {
  return standIns.some(({ mayBeSecret }) => mayBeSecret);
}

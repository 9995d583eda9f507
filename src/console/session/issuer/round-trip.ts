/** What has to be known again when the issuer sends the person back. Kept in this tab, from leaving until coming back. */
export interface RoundTrip {
  state: string;
  /** Only where an id token is asked for. */
  nonce?: string;
  verifier: string;
  /** Where the page was. */
  returnTo: string;
  /** Whether it is a window of its own, for another tab that stays as it is. */
  isForAnother: boolean;
}

const KEY = "console-round-trip";
const PATH = "/console/signed-in";
/** Asks for a round trip as soon as the page is there; in a window that another tab has opened. */
const BEGIN = "#begin";

/** Where the issuer sends people back to: what an issuer has to know beside the client id. */
export function redirectUri(): string {
  return location.origin + PATH;
}

/** Opens a window for a round trip, so that this page stays; false when the browser does not let it. */
export function openRoundTrip(): boolean {
  return window.open(PATH + BEGIN, "_blank", "popup,width=520,height=720") !== null;
}

export function keepRoundTrip(trip: RoundTrip): void {
  sessionStorage.setItem(KEY, JSON.stringify(trip));
}

/** A begun one to be finished, with the issuer's answer, or one that is to begin. */
export type Arrival = { kind: "answer"; url: URL; trip: RoundTrip | null } | { kind: "begin" };

/** What brought the person to this page from an issuer, taken out of the address bar, the history and the storage. */
export function takeArrival(): Arrival | null {
  if (location.pathname !== PATH) return null;
  const url = new URL(location.href);
  if (url.hash === BEGIN) return { kind: "begin" };
  const trip = takeRoundTrip();
  history.replaceState(null, "", trip?.returnTo ?? "/console");
  return { kind: "answer", url, trip };
}

function takeRoundTrip(): RoundTrip | null {
  try {
    const kept = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return kept === null ? null : (JSON.parse(kept) as RoundTrip);
  } catch {
    return null;
  }
}

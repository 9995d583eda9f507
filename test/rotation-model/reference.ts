/** Milliseconds since 1970, as the gateway that is asked counts them. */
type Moment = number;

export type Outcome = "done" | "CONFLICT" | "FORBIDDEN" | "NOT_FOUND";

type Asked =
  | {
      do: "rotate";
      policy: "REVOKE" | "EXPIRE" | "KEEP" | "CONFIRM";
      overlap?: number;
      within?: number;
      keyed: boolean;
    }
  | { do: "update"; overlap?: number | null; within?: number; force: boolean }
  | { do: "complete" | "cancel"; force: boolean }
  | { do: "set"; enabled?: boolean; public?: boolean; ownerOnly?: boolean }
  /** The last keyed rotation once more. */
  | { do: "again" }
  | { do: "delete" };

export type Step = Asked & { as: "developer" | "owner"; version: "any" | "seen" | "other" };

/** How an application came to be here: it was registered, or imported with these secrets, or exported by another gateway. */
export type Origin = "registered" | "none" | "current" | "pair" | "previous" | "exported";

/** The secrets of a later line of its client. */
export type Line = "current" | "pair";

export interface Secret {
  n: number;
  /** When it came along, or was issued at another gateway; null: it was issued here. */
  arrived: Moment | null;
  /** When time stops it; null: never. */
  end: Moment | null;
  /** When somebody stopped it, or wrote that its end had come: from then on no clock counts. */
  stopped: Moment | null;
  confirmBy: Moment | null;
  confirmedAt: Moment | null;
  nextOverlap: number | null;
  firstUsed: Moment | null;
  lastUsed: Moment | null;
}

const later = (now: Moment, seconds: number | null) => (seconds === null ? null : now + seconds * 1000);
const works = ({ stopped, end }: Secret, now: Moment) => stopped === null && (end === null || end > now);
const isOver = (secret: Secret, now: Moment) => secret.stopped === null && !works(secret, now);
const isUnconfirmed = ({ confirmBy, confirmedAt }: Secret) => confirmBy !== null && confirmedAt === null;
const wasRevoked = ({ stopped, end }: Secret) => stopped !== null && (end === null || stopped < end);

/** One application, as the documents describe it: what each step and each use answers, and what is seen then. */
export class Reference {
  version = 1;
  enabled = true;
  public = false;
  deleted = false;
  events = ["oauth_application.created"];
  readonly secrets: Secret[] = [];
  /** What a repeated request has to answer. */
  kept: { as: Step["as"]; secret: Secret; at: Moment } | undefined;
  private ownerOnly = false;
  /** Whether an import may still bring its first secrets, or the current one beside the previous one. */
  private isWaiting: boolean;

  /** `overlap` and `quiet` are in seconds; `previousEnd` is that of a previous secret in a line. */
  constructor(
    private readonly overlap: number,
    private readonly quiet: number,
    private readonly rotatesItself: boolean,
    readonly origin: Origin,
    private readonly previousEnd: Moment | null,
    now: Moment,
  ) {
    this.isWaiting = origin === "none" || origin === "previous";
    if (origin === "registered") this.issue();
    if (origin === "current" || origin === "previous") this.arrive(now);
    if (origin === "pair") this.arriveBoth(now);
    // Issued long before, and not here.
    if (origin === "exported") for (let n = 0; n < 2; n++) this.arrive(0);
  }

  /** Imports a line. Answers whether secrets came: none to an application that had any, but its missing current one. */
  bring(line: Line, now: Moment): boolean {
    const [only, ...others] = this.secrets;
    if (!this.isWaiting || this.public || others.length > 0) return false;
    if (only && (only.arrived === null || wasRevoked(only))) return false;
    this.isWaiting = false;
    if (only || line === "current") this.arrive(now, only);
    else this.arriveBoth(now);
    this.events.push("oauth_application.updated");
    this.version += 1;
    return true;
  }

  step(step: Step, now: Moment): Outcome {
    if (this.deleted) return "NOT_FOUND";
    this.undo(now);
    const { kept } = this;
    const as = step.do === "again" ? kept?.as : step.as;
    if (step.do !== "again" && step.version === "other") return "CONFLICT";
    if (this.ownerOnly && as !== "owner") return "FORBIDDEN";
    if (step.do === "again") return "done";
    const event = this.doing(step, now);
    if (event === null) return "CONFLICT";
    this.events.push(event);
    this.version += 1;
    return "done";
  }

  /** Whether a secret authenticates. */
  use(secret: Secret, now: Moment): boolean {
    if (this.deleted) return false;
    this.undo(now);
    this.writeEnds(now);
    if (!works(secret, now) || !this.enabled || this.public) return false;
    if (isUnconfirmed(secret)) {
      Object.assign(secret, { end: null, confirmedAt: now });
      const { previous } = this.open(now);
      if (previous) previous.end = later(now, secret.nextOverlap);
      this.writeEnds(now);
      this.events.push("client_secret.rotation_confirmed");
      this.version += 1;
    }
    secret.firstUsed = Math.min(secret.firstUsed ?? now, now);
    secret.lastUsed = Math.max(secret.lastUsed ?? now, now);
    return true;
  }

  /** Asks for the next secret with one of the application's own. */
  rotateItself(secret: Secret, within: number, now: Moment): "done" | "refused" | "off" | "open" {
    if (!this.use(secret, now)) return "refused";
    if (!this.rotatesItself) return "off";
    if (this.open(now).previous) return "open";
    this.issueToConfirm(within, this.overlap, now);
    this.events.push("client_secret.rotated");
    this.version += 1;
    return "done";
  }

  /** The newest two that work. */
  open(now: Moment): { current?: Secret; previous?: Secret } {
    const [current, previous] = this.secrets.filter((secret) => works(secret, now)).reverse();
    return { current, previous };
  }

  seen(now: Moment) {
    const { current, previous } = this.open(now);
    const statusOf = (secret: Secret) => {
      if (works(secret, now)) return secret === current ? "CURRENT" : "PREVIOUS";
      return wasRevoked(secret) ? "REVOKED" : "EXPIRED";
    };
    return {
      version: this.version,
      enabled: this.enabled,
      public: this.public,
      hasRotatedSecret: previous !== undefined,
      secrets: this.secrets.map((secret) => {
        const { n, arrived, end: expiresAt, stopped: revokedAt, firstUsed: firstUsedAt, lastUsed: lastUsedAt } = secret;
        const imported = arrived !== null;
        return { n, imported, status: statusOf(secret), expiresAt, revokedAt, firstUsedAt, lastUsedAt };
      }),
      rotation:
        current && previous
          ? {
              reason: this.reason(previous, current, now),
              endsAt: previous.end,
              confirmBy: current.confirmBy,
              confirmedAt: current.confirmedAt,
            }
          : null,
    };
  }

  /** Does a step and answers its event; null for what is a conflict. */
  private doing(step: Step, now: Moment): string | null {
    const { current, previous } = this.open(now);
    if (step.do === "set") {
      const { enabled = this.enabled, public: isPublic = this.public, ownerOnly = this.ownerOnly } = step;
      if (ownerOnly && this.rotatesItself) return null;
      this.writeEnds(now);
      if (isPublic && !this.public) this.stopAll(now);
      Object.assign(this, { enabled, public: isPublic, ownerOnly });
      return "oauth_application.updated";
    }
    if (step.do === "delete") {
      this.deleted = true;
      return "oauth_application.deleted";
    }
    if (step.do === "rotate") {
      const { policy, within = 604_800, overlap = this.overlap } = step;
      if (this.public || (previous && policy !== "REVOKE") || (!current && policy === "CONFIRM")) return null;
      if (policy === "REVOKE") this.stopAll(now);
      if (policy === "EXPIRE" && current) current.end = later(now, overlap);
      this.writeEnds(now);
      const issued = policy === "CONFIRM" ? this.issueToConfirm(within, overlap, now) : this.issue();
      if (step.keyed) this.kept = { as: step.as, secret: issued, at: now };
      return "client_secret.rotated";
    }
    if (!current || !previous || step.do === "again") return null;
    if (step.do === "update") {
      const { overlap, within, force } = step;
      if (isUnconfirmed(current)) {
        if (overlap !== undefined) current.nextOverlap = overlap;
        if (within !== undefined) current.confirmBy = current.end = later(now, within);
      } else {
        const end = later(now, overlap ?? null);
        const isEarlier = end !== null && (previous.end === null || end < previous.end);
        if (within !== undefined || (isEarlier && !force && !this.isSafe(previous, current, now))) return null;
        previous.end = end;
      }
      this.writeEnds(now);
      return "client_secret.rotation_updated";
    }
    const [retiring, staying] = step.do === "complete" ? [previous, current] : [current, previous];
    if (!step.force && !this.isSafe(retiring, staying, now)) return null;
    retiring.stopped = now;
    staying.end = step.do === "cancel" || isUnconfirmed(staying) ? null : staying.end;
    if (isUnconfirmed(staying)) staying.confirmBy = null;
    this.writeEnds(now);
    return step.do === "complete" ? "client_secret.rotation_completed" : "client_secret.rotation_cancelled";
  }

  private issue(): Secret {
    const unused = { confirmBy: null, confirmedAt: null, nextOverlap: null, firstUsed: null, lastUsed: null };
    const issued = { n: this.secrets.length, arrived: null, end: null, stopped: null, ...unused };
    this.secrets.push(issued);
    return issued;
  }

  /** The newest secret is the current one, so that it comes later than that which is there. */
  private arrive(now: Moment, after?: Secret): Secret {
    const arrived = after?.arrived == null ? now : Math.max(now, after.arrived + 1);
    return Object.assign(this.issue(), { arrived });
  }

  private arriveBoth(now: Moment): void {
    const end = this.previousEnd;
    const isOver = end !== null && end <= now;
    const previous = isOver ? undefined : Object.assign(this.arrive(now), { end });
    this.arrive(now, previous);
  }

  private issueToConfirm(within: number, overlap: number, now: Moment): Secret {
    const end = later(now, within);
    return Object.assign(this.issue(), { end, confirmBy: end, nextOverlap: overlap });
  }

  private stopAll(now: Moment): void {
    this.writeEnds(now);
    for (const secret of this.secrets) secret.stopped ??= now;
  }

  /** Writes that ends have come. */
  private writeEnds(now: Moment): void {
    for (const secret of this.secrets) if (!isUnconfirmed(secret) && isOver(secret, now)) secret.stopped = secret.end;
  }

  /** Writes that a secret was not used in time. */
  private undo(now: Moment): void {
    const undone = this.secrets.find((secret) => isUnconfirmed(secret) && isOver(secret, now));
    if (!undone) return;
    undone.stopped = undone.end;
    this.events.push("client_secret.rotation_undone");
  }

  private isSafe(retiring: Secret, staying: Secret, now: Moment): boolean {
    return ["PREVIOUS_NEVER_USED", "PREVIOUS_QUIET"].includes(this.reason(retiring, staying, now));
  }

  private reason(retiring: Secret, staying: Secret, now: Moment): string {
    if (isUnconfirmed(staying)) return "CONFIRMING";
    if (retiring.lastUsed === null && retiring.arrived === null) return "PREVIOUS_NEVER_USED";
    const quietSince = now - this.quiet * 1000;
    if (retiring.lastUsed !== null && retiring.lastUsed > quietSince) return "PREVIOUS_IN_USE";
    if (staying.firstUsed === null) return retiring.lastUsed === null ? "PREVIOUS_IMPORTED" : "CURRENT_NEVER_USED";
    // Whoever has one that came along may still be where it came from, and has as long from when others began to move over.
    const isElsewhere = retiring.arrived !== null && Math.max(staying.firstUsed, retiring.arrived) > quietSince;
    return isElsewhere ? "PREVIOUS_IMPORTED" : "PREVIOUS_QUIET";
  }
}

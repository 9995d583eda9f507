import { inWords } from "../parts/duration.js";
import { calendarDay, clockTime } from "../parts/relative-time.js";
import { ACTIONS } from "./actions.js";

export type Details = Readonly<Record<string, unknown>>;

export interface Sentence {
  /** What was done, up to the name of what it was done to. */
  before: string;
  /** What is to be said behind that name. It may hold what somebody chose. */
  after: string;
  /** Somebody should look at it. */
  isWrong?: boolean;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): string => (Array.isArray(value) ? value.map(text).filter(Boolean).join(", ") : "");
const moment = (value: unknown): string => {
  const at = Date.parse(text(value));
  return Number.isNaN(at) ? "" : clockTime(at, Date.now());
};

/** Where an import came from: by the command line, `own` is an export of another gateway. */
const origin = (source: unknown): string => (source === "own" ? "another gateway" : text(source));

/** Whether a rotation was the end of every secret that worked until then, as a leak asks for. */
function isStop({ previousSecret, previousSecretId }: Details): boolean {
  return previousSecret === "REVOKE" && Boolean(previousSecretId);
}

/** What becomes of the old secret. */
function oldSecret({ previousSecret, previousSecretExpiresAt: end }: Details): string {
  if (previousSecret === "KEEP") return "; the old one works until the rotation is completed";
  if (previousSecret === "CONFIRM") return "; the old one works until the new one is used, then for its overlap";
  return moment(end) ? `; the old one works until ${moment(end)}` : "";
}

/** What was changed of a rotation that the first use of the new secret confirms. */
function changedTerms({ confirmBy, overlapSeconds: overlap }: Details): string {
  const terms = [
    moment(confirmBy) && `the new secret is to be used until ${moment(confirmBy)}`,
    typeof overlap === "number" && `the old one works for ${inWords(overlap)} after that`,
    overlap === null && "the old one works until the rotation is completed",
  ].filter(Boolean);
  return terms.length > 0 ? `: ${terms.join("; ")}` : "";
}

const SENTENCES: Readonly<Record<string, (details: Details) => Sentence>> = {
  "organization.created": () => ({ before: "created the organization", after: "" }),
  "organization.updated": (details) => ({
    before: "changed the organization:",
    after: Object.keys(details).join(", "),
  }),
  "organization.exported": () => ({ before: "exported the applications and the digests of their secrets", after: "" }),
  "oauth_application.created": ({ source }) =>
    text(source)
      ? { before: "imported the application", after: `from ${origin(source)}` }
      : { before: "registered the application", after: "" },
  "oauth_application.updated": ({ changed, source }) => ({
    before: "changed the application",
    after: `${list(changed) && `: ${list(changed)}`}${text(source) && `, by an import from ${origin(source)}`}`,
  }),
  "oauth_application.deleted": () => ({ before: "deleted the application", after: "" }),
  "oauth_application.recipient_key_changed": ({ to }) => ({
    before: text(to) ? "set the recipient key of" : "cleared the recipient key of",
    after: text(to) ? `; new secrets are sealed to ${text(to)}` : "; new secrets are shown in plaintext",
  }),
  "client_secret.rotated": (details) =>
    isStop(details)
      ? {
          before: "stopped every secret of",
          after: `at once${details.revokeTokens === true ? ", with all that they had obtained" : ""}, and issued a new one`,
        }
      : { before: "rotated the secret of", after: oldSecret(details) },
  "client_secret.rotation_updated": ({ previousSecretExpiresAt: end, ...confirming }) =>
    confirming.secretId
      ? { before: "changed how the rotation of", after: `goes on${changedTerms(confirming)}` }
      : {
          before: "moved the end of the rotation of",
          after: moment(end) ? `to ${moment(end)}` : "; it has none any more",
        },
  "client_secret.rotation_completed": () => ({
    before: "completed the rotation of",
    after: "; the old secret stopped",
  }),
  "client_secret.rotation_cancelled": () => ({
    before: "cancelled the rotation of",
    after: "; the new secret stopped, the old one stays",
  }),
  "client_secret.rotation_confirmed": ({ previousSecretExpiresAt: end, source }) => ({
    before: text(source)
      ? `noted, by an import from ${origin(source)}, the first use there of the new secret of`
      : "noted the first use of the new secret of",
    after: moment(end)
      ? `; the old one works until ${moment(end)}`
      : "; the old one works until the rotation is completed",
  }),
  "client_secret.rotation_undone": () => ({
    before: "undid the rotation of",
    after: "; nobody had used the new secret in time, the old one stays",
  }),
  "client_secret.rotation_contested": () => ({
    before: "asked with the old secret for another new one of",
    after: ", while it rotates itself: two parties have that secret",
    isWrong: true,
  }),
  "client_secret.used_after_retirement": ({ askedFor }) => ({
    before: "presented a retired secret of",
    after: text(askedFor) && `for ${text(askedFor)}, and was refused`,
    isWrong: true,
  }),
  "access_token.revoked": () => ({ before: "ended an access token of", after: "" }),
  "api_token.created": ({ role, expiresAt }) => ({
    before: "issued the API token",
    after: [text(role) && `as ${text(role)}`, expiresAt ? `until ${dayOf(expiresAt)}` : "without an end"].join(", "),
  }),
  "api_token.revoked": ({ revokedTokens }) =>
    typeof revokedTokens === "number"
      ? { before: `revoked ${revokedTokens} API tokens that were issued from`, after: "" }
      : { before: "revoked the API token", after: "" },
  "sign_in_link.created": ({ role, expiresAt }) => ({
    before: "made a link that signs in at the console",
    after: [text(role) && `as ${text(role)}`, expiresAt && `until ${moment(expiresAt)}`].filter(Boolean).join(", "),
  }),
  "member.added": ({ subject, email, role }) => ({
    before: "added the member",
    after: `${text(email) || text(subject)} ${text(role) && `as ${text(role)}`}`.trim(),
  }),
  "member.bound": ({ email }) => ({ before: "signed in for the first time as the member", after: text(email) }),
  "member.updated": ({ from, to }) => ({
    before: "changed the role of the member",
    after: text(to) && `from ${text(from)} to ${text(to)}`,
  }),
  "member.removed": ({ left, email, subject }) => ({
    before: left === true ? "left the organization as the member" : "removed the member",
    after: text(email) || text(subject),
  }),
};

/** What an event is called by itself. */
export function titleOf(action: string, details: Details): string {
  if (action === "client_secret.rotated" && isStop(details)) return "every secret stopped at once";
  return ACTIONS[action] ?? action;
}

/** An event in words; one of an action that this page does not know by the action's name. */
export function sentenceOf(action: string, details: Details): Sentence {
  const words = Object.hasOwn(SENTENCES, action) ? SENTENCES[action] : undefined;
  return words?.(details) ?? { before: action, after: "" };
}

function dayOf(value: unknown): string {
  return calendarDay(Date.parse(text(value)), Date.now());
}

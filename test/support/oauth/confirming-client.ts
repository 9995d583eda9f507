import type { TestGateway, TestOrganization } from "../gateway/gateway.js";
import { type AuditEvent, listEvents } from "../organization/audit-events.js";
import { change, read } from "../organization/oauth-applications.js";
import { type Client, createClient } from "./oauth-endpoints.js";

const ROTATION = `version hasRotatedSecret
  secrets { id status createdAt expiresAt revokedAt firstUsedAt useCount }
  rotation { startedAt endsAt confirmBy confirmedAt overlapSeconds safeToComplete safeAt reason
    currentSecret { id } previousSecret { id } }`;

/** An application whose rotation is to be confirmed: its steps, what is seen of it, and what was recorded. */
export interface Confirming extends TestOrganization {
  id: string;
  /** The client with its new secret, and with its old one. */
  next: Client;
  old: Client;
  step(mutation: Parameters<typeof change>[1], more?: Record<string, unknown>): ReturnType<typeof change>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it.
  seen(): Promise<any>;
  /** The statuses of all secrets, newest first. */
  statuses(): Promise<string[]>;
  /** What was recorded of this application by this action, or by any, newest first. */
  events(action?: string): Promise<AuditEvent[]>;
  works(client: Client, where?: TestGateway): Promise<boolean>;
}

/** Begins a rotation with CONFIRM: a minute for the first use, which begins an overlap of an hour. */
export async function confirming(
  gateway: TestGateway,
  how: Record<string, unknown> = {},
  input: Record<string, unknown> = {},
): Promise<Confirming> {
  const organization = await gateway.organization();
  const { developer, admin } = organization;
  const old = await createClient(developer, { secretOverlapSeconds: 3600, ...input });
  const { data, errors } = await developer.rotate(old.id, {
    previousSecret: "CONFIRM",
    confirmWithinSeconds: 60,
    ...how,
  });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const seen = () => read(developer, old.id, ROTATION);
  return {
    ...organization,
    id: old.id,
    old,
    next: { ...old, clientSecret: data.rotateSecret.clientSecret },
    step: (mutation, more = {}) => change(developer, mutation, { oauthApplicationId: old.id, ...more }),
    seen,
    statuses: async () => (await seen()).secrets.map(({ status }: { status: string }) => status),
    events: (action) => listEvents(admin, { targetId: old.id, ...(action && { action: `client_secret.${action}` }) }),
    async works({ clientId, clientSecret }, { url } = gateway) {
      const asker = Object.assign(Object.create(Object.getPrototypeOf(admin)), admin, { url });
      return (await asker.verify(clientId, clientSecret)).active;
    },
  };
}

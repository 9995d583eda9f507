import type { TestDatabase } from "./databases.js";

/** Describes rows that do not fit together, as a transaction cut in the middle would leave them. */
export async function brokenRows(database: TestDatabase): Promise<string[]> {
  const applications = await database.query("SELECT id, public FROM oauth_applications");
  const secrets = await database.query("SELECT id, oauth_application_id, expires_at, revoked_at FROM client_secrets");
  const events = await database.query("SELECT action, target_id, details FROM audit_events");

  const ofActions = (...actions: string[]) => events.filter(({ action }) => actions.includes(String(action)));
  const issued = ofActions("oauth_application.created", "client_secret.rotated").map(({ target_id, details }) => ({
    target: target_id,
    secretId: JSON.parse(String(details)).secretId as string | null,
  }));
  const announced = new Set(issued.map(({ secretId }) => secretId));
  const created = new Set(ofActions("oauth_application.created").map(({ target_id }) => target_id));
  const existing = new Set(applications.map(({ id }) => id));
  const kept = new Set(secrets.map(({ id }) => id));
  const usable = new Map<unknown, number>();
  for (const { oauth_application_id: owner, expires_at, revoked_at } of secrets) {
    const works = revoked_at === null && (expires_at === null || Number(expires_at) > Date.now());
    usable.set(owner, (usable.get(owner) ?? 0) + (works ? 1 : 0));
  }

  return [
    ...applications.filter((row) => !row.public && !usable.get(row.id)).map(({ id }) => `${id} has no usable secret`),
    ...applications.filter(({ id }) => (usable.get(id) ?? 0) > 2).map(({ id }) => `${id} has too many usable secrets`),
    ...applications.filter(({ id }) => !created.has(id)).map(({ id }) => `${id} has no audit event`),
    ...secrets.filter(({ id }) => !announced.has(String(id))).map(({ id }) => `${id} has no audit event`),
    ...issued
      .filter(({ target, secretId }) => existing.has(target) && secretId !== null && !kept.has(secretId))
      .map(({ secretId }) => `${secretId} has an audit event but is not there`),
  ];
}

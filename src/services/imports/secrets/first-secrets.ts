import type { Database } from "../../../database/database.js";
import type { Reader } from "../../../database/reader.js";
import type { Transaction } from "../../../database/transaction.js";
import type { Actor } from "../../../model/actor.js";
import { ClientSecret } from "../../../model/client-secret.js";
import { DomainError } from "../../../model/domain-error.js";
import type { SecretsReading } from "../../../model/imported-client.js";
import { OAuthApplication } from "../../../model/oauth-application.js";
import { secretColumns } from "../../applications/list-columns.js";
import type { SecretKeys } from "../../keys/secret-keys.js";
import type { ClientSecrets } from "../../secrets/client-secrets.js";
import type { RotationState } from "../../secrets/rotation-state.js";
import type { SecretUsage } from "../../secrets/usage.js";
import type { BroughtClient, UsableSecret } from "../brought-client.js";
import { saysPublic } from "../kept-confidential.js";
import { isSecretLeft } from "../partial-lines.js";
import type { KnownClient } from "../standing.js";
import { demandFreeSecretIds } from "../taken-ids.js";
import { adopt, keptOf, knownKept, saveAdopted } from "./adopted-secrets.js";
import { isOver, usableSecrets } from "./brought-secrets.js";
import { demandCarried } from "./carried-secrets.js";
import { mayBring, missingCurrent } from "./missing-current.js";

/** As in each rotation, of the secret beside which another one comes. */
const BEGIN_ROTATION = "UPDATE client_secrets SET uses_before_rotation = use_count WHERE id = :id";

const NEWEST = "WHERE oauth_application_id = :id ORDER BY oauth_application_id DESC, id DESC LIMIT 2";

/** Secrets that came, the rows that work then, and what is kept of them. */
export interface BroughtRows {
  came: readonly UsableSecret[];
  rows: RotationState;
  kept: SecretsReading;
}

/** The first secrets of applications that are here: of one that ever had any, none that was stopped comes back. */
export class FirstSecrets {
  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeys,
    private readonly clientSecrets: ClientSecrets,
    private readonly usage: SecretUsage,
  ) {}

  /**
   * The client with those of its secrets that are its application's first, or its first current one beside a previous one;
   * undefined without any that works at `now`. That holds for the version of it that is known, and had these.
   */
  broughtBy(
    client: BroughtClient,
    known: KnownClient,
    had: readonly ClientSecret[],
    now: number,
  ): BroughtClient | undefined {
    const { application, secrets, imported } = known;
    const reading: SecretsReading = imported.reading ?? {};
    if (client.secrets.every((secret) => isOver(secret, now))) return undefined;
    if (secrets.current && !reading.lacksCurrent) return undefined;
    if (client.methodRefusal || isSecretLeft(application, client) || !mayBring(this.keys, reading, had))
      return undefined;
    const [previous] = had;
    if (!previous) return client;
    const current = missingCurrent(this.keys, client, previous, reading.values, now);
    return current && { ...client, secrets: [current] };
  }

  /** The newest two secrets that an application has or had, of whatever origin, where they decide whether any may come. */
  async hadBy(client: BroughtClient, { application, secrets, imported }: KnownClient): Promise<ClientSecret[]> {
    if (secrets.current && !imported.reading?.lacksCurrent) return [];
    // One that is confidential here may have had some, whatever its line says by now.
    if (client.secrets.length === 0 && application.public && saysPublic(client.settings)) return [];
    return this.database.read.list(ClientSecret, NEWEST, { id: application.id });
  }

  /**
   * Why those may not come that `broughtBy` has found at this moment; undefined where they may. Whether their ids are taken is
   * seen when they do.
   */
  refusalOf(client: BroughtClient, { application }: KnownClient, now: number): DomainError | undefined {
    try {
      demandCarried(this.keys, client, now, application.id);
      // A line that leaves its client public has none.
      usableSecrets(client, false, now);
      return undefined;
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }

  /** Throws why they may not come. */
  async judge(
    reader: Reader,
    client: BroughtClient,
    known: KnownClient,
    isPublic: boolean,
    now: number,
  ): Promise<BroughtRows> {
    const { application, secrets } = known;
    demandCarried(this.keys, client, now, application.id);
    const came = usableSecrets(client, isPublic, now);
    await demandFreeSecretIds(reader, client);
    const rows = adopt(this.clientSecrets, application, came, now, secrets.current);
    const kept = keptOf(this.keys, client, rows, came, knownKept(this.keys, known, client));
    return { came, rows, kept };
  }

  /**
   * Writes the uses that are still in memory: those of the secret beside which one comes are of before their rotation. What
   * gateways have in theirs beside a command, of the last second, counts as of the rotation.
   */
  async flushUses({ origin }: Actor, { application, secrets }: KnownClient): Promise<void> {
    if (secrets.current) await this.usage.flushFor(application.id, origin.patience);
  }

  /** Answers what an audit event says of them. */
  async save(
    transaction: Transaction,
    { application: { id }, secrets }: KnownClient,
    { rows }: BroughtRows,
  ): Promise<object> {
    const { previous } = rows;
    if (previous && previous === secrets.current) await transaction.rows(BEGIN_ROTATION, { id: previous.id });
    const details = await saveAdopted(transaction, rows, secrets.current);
    if (rows.current) await transaction.update(OAuthApplication, id, secretColumns(rows));
    return details;
  }
}

import type { Database } from "../../database/database.js";
import type { Reader } from "../../database/reader.js";
import type { Transaction } from "../../database/transaction.js";
import type { LineReading } from "../../model/imported-client.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { secretColumns } from "../applications/list-columns.js";
import type { SecretKeys } from "../keys/secret-keys.js";
import type { ClientSecrets } from "../secrets/client-secrets.js";
import type { RotationState } from "../secrets/rotation-state.js";
import { adopt, saveAdopted, valuesOf } from "./adopted-secrets.js";
import type { BroughtClient, UsableSecret } from "./brought-client.js";
import { usableSecrets } from "./brought-secrets.js";
import { demandCarried } from "./carried-secrets.js";
import { isSecretLeft } from "./partial-lines.js";
import type { KnownClient } from "./standing.js";
import { demandFreeSecretIds } from "./taken-ids.js";

const EVER_HAD = "client_secrets WHERE oauth_application_id = :id";

/** Secrets that came, their rows, and from which values they were taken, as it is kept. */
export interface BroughtRows {
  came: readonly UsableSecret[];
  rows: RotationState;
  values: LineReading["values"];
}

/** The first secrets of applications that are here: of one that ever had any, none that was stopped comes back. */
export class FirstSecrets {
  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeys,
    private readonly clientSecrets: ClientSecrets,
  ) {}

  /** Whether the line brings those of its application. That holds for the version of it that is known. */
  async areIn(client: BroughtClient, { application, secrets }: KnownClient): Promise<boolean> {
    if (client.secrets.length === 0 || secrets.current || isSecretLeft(application, client)) return false;
    return !(await this.everHad({ application }));
  }

  /** Whether the application has or had a secret, of whatever origin. */
  everHad({ application: { id } }: Pick<KnownClient, "application">): Promise<boolean> {
    return this.database.read.exists(EVER_HAD, { id });
  }

  /** Throws why they may not come. */
  async judge(
    reader: Reader,
    client: BroughtClient,
    application: OAuthApplication,
    isPublic: boolean,
    now: number,
  ): Promise<BroughtRows> {
    demandCarried(this.keys, client, now, application.id);
    const came = usableSecrets(client, isPublic, now);
    await demandFreeSecretIds(reader, client);
    const rows = adopt(this.clientSecrets, application, came, now);
    return { came, rows, values: valuesOf(this.keys, rows, came) };
  }

  /** Answers what an audit event says of them. */
  async save(transaction: Transaction, { id }: OAuthApplication, { rows }: BroughtRows): Promise<object> {
    const details = await saveAdopted(transaction, rows);
    if (rows.current) await transaction.update(OAuthApplication, id, secretColumns(rows));
    return details;
  }
}

import DataLoader from "dataloader";
import type { Actor, ActorSummary } from "../model/actor.js";
import type { ApiToken } from "../model/api-token.js";
import type { ClientSecret } from "../model/client-secret.js";
import type { Member } from "../model/member.js";
import type { OAuthApplication } from "../model/oauth-application.js";
import type { Organization } from "../model/organization.js";
import type { SecretUse } from "../model/secret-use.js";
import type { ActorReference } from "../services/actors/actors.js";
import type { SecretDetail } from "../services/secrets/client-secrets.js";
import type { Services } from "../services/services.js";

/** Batches the rows that fields of a list need into one statement. Loaders live as long as their request. */
export interface Loaders {
  readonly organization: DataLoader<string, Organization>;
  readonly application: DataLoader<string, OAuthApplication | null>;
  readonly apiToken: DataLoader<string, ApiToken | null>;
  readonly member: DataLoader<string, Member | null>;
  /** By their application's id. */
  readonly secrets: DataLoader<string, ClientSecret[]>;
  /** From where a secret was used, by the secret's id; and presented after it stopped. */
  readonly secretUses: DataLoader<string, SecretUse[]>;
  readonly secretRefusals: DataLoader<string, SecretUse[]>;
  readonly actor: DataLoader<ActorReference, ActorSummary, string>;
  /** What `secrets` reads of each; set before the operation is executed. */
  secretDetail: SecretDetail;
}

/** Loaders of one request, whose actor reads what they load. */
export function createLoaders(services: Services, actor: () => Actor): Loaders {
  const loaders: Loaders = {
    secretDetail: "whole",
    organization: new DataLoader(async (ids) => {
      const own = await services.organizations.get(actor());
      return ids.map((id) => (id === own.id ? own : new Error("An application of another organization was loaded.")));
    }),
    application: new DataLoader((ids) => services.oauthApplications.getMany(actor(), ids)),
    apiToken: new DataLoader((ids) => services.apiTokens.getMany(actor(), ids)),
    member: new DataLoader((ids) => services.members.getMany(actor(), ids)),
    secrets: new DataLoader((applicationIds) =>
      services.clientSecrets.listByApplications(actor(), applicationIds, loaders.secretDetail),
    ),
    secretUses: new DataLoader((ids) => services.secretUses.listBySecrets(actor(), ids, false)),
    secretRefusals: new DataLoader((ids) => services.secretUses.listBySecrets(actor(), ids, true)),
    actor: new DataLoader((references) => services.actors.summaries(actor(), references), {
      cacheKeyFn: ({ kind, id }) => `${kind} ${id}`,
    }),
  };
  return loaders;
}

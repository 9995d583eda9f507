import type { Database } from "../../database/database.js";
import type { Reader } from "../../database/reader.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { ChosenCredentials } from "../../model/inputs/chosen-credentials.inputs.js";
import type { UpdateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { Permission, Role } from "../../model/permission.js";
import { demand } from "../actors/permissions.js";
import type { Clock } from "../clock.js";
import { demandAnotherOwner } from "../members/owners.js";
import { validateInput } from "../validation.js";
import { type BegunChange, judgeChange } from "./changes.js";
import { canAct, demandOwnerOfSettings, demandQuietToLower } from "./guarded-settings.js";
import { validateChange } from "./kept-values.js";
import { demandHttpAllowed } from "./plain-http.js";
import { demandToChangeSecrets, rejectTwoRotators } from "./recipient-settings.js";
import { type Dialects, withoutReplaced } from "./replaced-dialects.js";
import { changedSettings, type Settings, urisInClear } from "./settings.js";

/** Options of an update that only some ways in use. */
export interface UpdateOptions {
  /** A secret of the actor's choice. It replaces all others in the same transaction. */
  chosen?: ChosenCredentials;
  /** Further changes that depend on the application as it is inside the transaction; may throw. */
  following?: (current: OAuthApplication) => Partial<UpdateOAuthApplicationInput> | undefined;
  /** Whether redirect URIs in clear are judged already. */
  mayUseHttp?: boolean;
  /** Dialects of which the application keeps what is given and nothing else. */
  replacedDialects?: Dialects;
  /** Whether Basic and POST both work from then on, whatever method the input has. */
  takesAnyMethod?: boolean;
  /** More of the change, in its transaction. Answers what the audit event says besides. */
  within?: (transaction: Transaction, now: number) => Promise<object>;
}

/** An update whose input fits the rules. */
export interface ValidUpdate {
  input: UpdateOAuthApplicationInput;
  options: UpdateOptions;
  /** Whether a value fits them only since the application has it already. */
  isExcused: boolean;
}

/** Throws `forbidden` and `invalid`. */
export async function validUpdate(
  database: Database,
  actor: Actor,
  input: UpdateOAuthApplicationInput,
  options: UpdateOptions,
): Promise<ValidUpdate> {
  const { chosen = new ChosenCredentials() } = options;
  if (chosen.clientSecret !== undefined) demand(actor, Permission.SECRET_ROTATE);
  const isExcused = await validateChange(database, actor, input);
  validateInput(chosen);
  rejectTwoRotators(input);
  return { input, options, isExcused };
}

/** The settings after an update of the application as it is. Throws `invalid`, `forbidden` and `conflict`. */
export async function judgeUpdate(
  reader: Reader,
  actor: Actor,
  begun: BegunChange,
  { input, options, isExcused }: ValidUpdate,
): Promise<Settings> {
  const { application: before } = begun;
  const { replacedDialects, takesAnyMethod, following = () => undefined } = options;
  if (isExcused) validateInput(input, before);
  if (!options.mayUseHttp) await demandHttpAllowed(reader, actor, urisInClear(input, before));
  const wanted = { ...input, ...following(before) };
  const settings = changedSettings(wanted, withoutReplaced(before, wanted, replacedDialects), takesAnyMethod);
  demandOwnerOfSettings(actor, before, settings);
  await demandToChangeSecrets(reader, actor, before, settings);
  if (!input.force) demandQuietToLower(begun, settings);
  return settings;
}

/** Throws what the update would throw now, but what `within` would. Writes nothing, not even that a rotation is undone. */
export async function tryUpdate(
  { database, clock }: { database: Database; clock: Clock },
  actor: Actor,
  input: UpdateOAuthApplicationInput,
  options: UpdateOptions,
): Promise<void> {
  demand(actor, Permission.APPLICATION_WRITE);
  const update = await validUpdate(database, actor, input, options);
  const begun = await judgeChange({ database, clock }, actor, input);
  const settings = await judgeUpdate(database.read, actor, begun, update);
  const { application, member, now } = begun;
  const isOwner = member?.role === Role.OWNER;
  if (isOwner && canAct(application) && !canAct(settings)) await demandAnotherOwner(database.read, member, now);
}

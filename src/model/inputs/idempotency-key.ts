import { IsOptional } from "class-validator";
import { Field } from "type-graphql";
import { all, IsTextThat } from "./constraints.js";

const MIN_LENGTH = 16;
const MAX_LENGTH = 255;

/** 16 to 255 visible ASCII characters. */
export function IsIdempotencyKey(): PropertyDecorator {
  return IsTextThat("idempotencyKey", { min: MIN_LENGTH, max: MAX_LENGTH }, (key) =>
    /[^\x21-\x7e]/.test(key) ? "must consist of visible ASCII characters" : undefined,
  );
}

/** The key by which a request is recognised when it comes again. */
export function IdempotencyKeyField(): PropertyDecorator {
  return all(
    IsOptional(),
    IsIdempotencyKey(),
    Field(() => String, {
      nullable: true,
      description:
        "Gets the same answer again when an answer was lost, and lets nothing happen twice: 16 to 255 characters of visible ASCII. Take a new UUID v4 for each change, and the same one when you send that change again; it is a secret, since the answer opens with it. For 24 hours, the same actor with the same key and input gets the first answer once more (`replayed: true`), with the plaintext until it was used for the first time or has stopped, and beside it what is there now. Another input under a key that is kept is CONFLICT; a request that is refused keeps nothing. TOO_MANY_REQUESTS when 1,000 keys of the actor or 10,000 of the organization are kept. Default: none, and nothing is kept.",
    }),
  );
}

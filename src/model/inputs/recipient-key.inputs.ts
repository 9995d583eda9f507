import { IsOptional } from "class-validator";
import { GraphQLJSONObject } from "graphql-scalars";
import { Field } from "type-graphql";
import { all, IsRecipientKey } from "./constraints.js";

/** What a key may be, in descriptions. */
export const RECIPIENT_KEY_RULES =
  "one public JWK (RFC 7517): RSA of 2048 to 4096 bits (RSA-OAEP-256), or P-256, P-384 or X25519 (ECDH-ES+A256KW), at most 16384 bytes. Its `alg` and `use`, where given, must be these and `enc`; its `kid` is ignored; a private member is BAD_USER_INPUT";

/** A key to which only the answer to this input is sealed; null is none. `field` is what then shows the secret. */
export function RecipientKeyField(field: string, otherwise = ""): PropertyDecorator {
  return all(
    IsOptional(),
    IsRecipientKey(),
    Field(() => GraphQLJSONObject, {
      nullable: true,
      description: `Seal the answer to this key, so that only the holder of its private key can read it: ${RECIPIENT_KEY_RULES}. Then \`${field}\` must be selected, else BAD_USER_INPUT.${otherwise} Default: none.`,
    }) as PropertyDecorator,
  );
}

import {
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from "graphql";
import { type Part, partsOf } from "./schema-parts.js";

/** A demand on descriptions; `holds` is false where it is not met. */
interface Rule {
  demand: string;
  concerns(part: Part, schema: GraphQLSchema): boolean;
  holds(part: Part, schema: GraphQLSchema): boolean;
}

const isInput = ({ kind }: Part) => kind === "argument" || kind === "input field";
const takes = (part: Part, typeName: string) => part.type !== undefined && getNamedType(part.type).name === typeName;
const isList = ({ type }: Part) => type !== undefined && isListType(getNullableType(type));
const isNullable = ({ type }: Part) => type !== undefined && !isNonNullType(type);
const ofEnum = ({ type }: Part) => type !== undefined && isEnumType(getNamedType(type));
const ownerEndsWith = ({ owner }: Part, ...suffixes: string[]) =>
  suffixes.some((suffix) => owner?.name.endsWith(suffix) ?? false);
const says = (pattern: RegExp) => (part: Part) => pattern.test(part.description);

/** Words that are no part of the schema and may appear: codes, settings and keys in JSON. */
const KNOWN_WORDS = [
  ...["BAD_USER_INPUT", "UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND", "CONFLICT", "TOO_MANY_REQUESTS"],
  ...["SERVICE_UNAVAILABLE", "INTERNAL_SERVER_ERROR", "GRAPHQL_VALIDATION_FAILED", "PUBLIC_URL", "OIDC_ISSUER"],
  ...[
    "retryAfterSeconds",
    "secretId",
    "previousSecretId",
    "previousSecretExpiresAt",
    "sealedTo",
    "askedFor",
    "revokedSecretIds",
    "issuedWith",
    "revokedTokens",
  ],
];

export const RULES: Rule[] = [
  {
    demand: "is described, in sentences",
    concerns: () => true,
    holds: says(/^[A-Z`].*[.)]$/s),
  },
  {
    demand: "says that it counts seconds, and their range",
    concerns: (part) => part.name.endsWith("Seconds"),
    holds: (part) => says(/seconds/i)(part) && says(/\b\d+ to \d+\b/)(part),
  },
  {
    demand: "says the range of a number that it takes",
    concerns: (part) => isInput(part) && takes(part, "Int"),
    holds: (part) => part.name === "expectedVersion" || says(/\b\d+ to \d+\b/)(part),
  },
  {
    demand: "says how long a text may be that it takes",
    concerns: (part) => isInput(part) && takes(part, "String"),
    holds: says(/\d+ (?:lower-case hexadecimal )?characters|\bcursor\b/),
  },
  {
    demand: "says which identifier it takes",
    concerns: (part) => isInput(part) && takes(part, "ID"),
    holds: says(/identifier/i),
  },
  {
    demand: "says the limit of a list that it takes, and that nothing may stand in it twice",
    concerns: (part) => isInput(part) && isList(part),
    holds: (part) => says(/no duplicates/i)(part) && (ofEnum(part) || says(/at most \d+/)(part)),
  },
  {
    demand: "says the limit of a list that comes whole",
    concerns: (part) => part.kind === "field" && isList(part) && !ofEnum(part) && !ownerEndsWith(part, "Connection"),
    holds: says(/at most \d+/),
  },
  {
    demand: "says what leaving it out means",
    concerns: (part) => isInput(part) && isNullable(part) && !part.hasDefault,
    holds: (part) =>
      // Said once for all fields, at the type.
      /left out/.test(part.kind === "input field" ? (part.owner?.description ?? "") : "") ||
      says(/default|left out|^only\b|must be given|exactly one|not together/i)(part),
  },
  {
    // Not every viewer of a schema shows defaults beside types.
    demand: "says its default",
    concerns: ({ hasDefault }) => hasDefault,
    holds: says(/default: /i),
  },
  {
    demand: "says when",
    concerns: (part) => part.kind === "field" && takes(part, "DateTime"),
    holds: says(/^When /),
  },
  {
    demand: "says what null means",
    concerns: (part) =>
      part.kind === "field" &&
      isNullable(part) &&
      !isList(part) &&
      part.type !== undefined &&
      isLeafType(getNamedType(part.type)) &&
      // Said once, at Mutation.
      !ownerEndsWith(part, "Payload"),
    holds: says(/\bnull\b/),
  },
  {
    demand: "names the permission that guards it",
    concerns: ({ permission }) => permission !== undefined,
    holds: ({ permission, description, kind }) =>
      description.includes(
        `Requires the permission ${permission}; without it ${kind === "type" ? "a field of this type is null" : "null"}, with a FORBIDDEN error.`,
      ),
  },
  {
    demand: "names the permission of the guarded field that it filters by",
    concerns: (part, schema) => ownerEndsWith(part, "Filter") && guardOf(part.name, schema) !== undefined,
    holds: (part, schema) => part.description.includes(`Requires ${guardOf(part.name, schema)}`),
  },
  {
    demand: "names the error codes of a mutation",
    concerns: ({ coordinate, kind }) => kind === "field" && coordinate.startsWith("Mutation."),
    holds: (part, schema) => codesOf(part, schema).every((code) => part.description.includes(code)),
  },
  {
    demand: "speaks only of what exists",
    concerns: () => true,
    holds: ({ description }, schema) => {
      const names = new Set([...partsOf(schema).map(({ name }) => name), ...KNOWN_WORDS]);
      const words = description.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [];
      const quoted = [...description.matchAll(/`([a-z]+[A-Z]\w*)`/g)].map(([, name]) => name as string);
      return [...words, ...quoted].every((name) => names.has(name));
    },
  },
  {
    demand: "tells until when what is deprecated stays, and what replaces it",
    concerns: ({ deprecationReason }) => deprecationReason != null,
    holds: ({ deprecationReason, name }, schema) => {
      const date = /\b\d{4}-\d\d-\d\d\b/.exec(deprecationReason ?? "")?.[0];
      const replacement = /`(?:\w+\.)?(\w+)`/.exec(deprecationReason ?? "")?.[1];
      const isKnown = partsOf(schema).some((other) => other.name === replacement && other.deprecationReason == null);
      return date !== undefined && !Number.isNaN(Date.parse(date)) && replacement !== name && isKnown;
    },
  },
];

/** All descriptions that break a rule, with the rule. */
export function breachesOf(schema: GraphQLSchema): string[] {
  return partsOf(schema).flatMap((part) =>
    RULES.filter((rule) => rule.concerns(part, schema) && !rule.holds(part, schema)).map(
      ({ demand }) => `${part.coordinate} ${demand}`,
    ),
  );
}

function guardOf(name: string, schema: GraphQLSchema): string | undefined {
  return partsOf(schema).find((part) => part.kind === "field" && part.name === name && part.permission)?.permission;
}

/** The error codes that follow from a mutation's input. */
function codesOf({ owner, name }: Part, schema: GraphQLSchema): string[] {
  const field = schema.getMutationType()?.getFields()[name];
  const input = field?.args[0] && getNamedType(field.args[0].type);
  if (!owner || !isInputObjectType(input)) return [];
  const taken = Object.values(input.getFields());
  const named = taken.map(({ name, type }) => `${name}: ${getNamedType(type).name}`);
  return [
    "FORBIDDEN",
    ...(named.some((text) => text.endsWith(": ID")) ? ["NOT_FOUND"] : []),
    ...(named.includes("expectedVersion: Int") ? ["CONFLICT"] : []),
    ...(named.some((text) => /: (?:String|Int|DateTime)$/.test(text) && !text.startsWith("expectedVersion"))
      ? ["BAD_USER_INPUT"]
      : []),
  ];
}

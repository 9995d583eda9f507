import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { breachesOf, RULES } from "../support/schema/description-rules.js";

const SCHEMA = join(import.meta.dirname, "..", "..", "schema.graphql");

/** For each rule what breaks it, and where. */
const BREACHES: [sdl: string, breach: string][] = [
  ["type Query { a: Int! }", "Query.a is described, in sentences"],
  ['type Query { "A list" a: Int! }', "Query.a is described, in sentences"],
  ['type Query { "For 0 to 60." aSeconds: Int! }', "Query.aSeconds says that it counts seconds, and their range"],
  ['type Query { "In seconds." aSeconds: Int! }', "Query.aSeconds says that it counts seconds, and their range"],
  ['type Query { a("How many." first: Int): Int! }', "Query.a(first:) says the range of a number that it takes"],
  ['input A { "A name." name: String! }', "A.name says how long a text may be that it takes"],
  ['input A { "Of what." id: ID! }', "A.id says which identifier it takes"],
  [
    'input A { "At most 5." a: [String!]! }',
    "A.a says the limit of a list that it takes, and that nothing may stand in it twice",
  ],
  [
    'input A { "No duplicates." a: [String!]! }',
    "A.a says the limit of a list that it takes, and that nothing may stand in it twice",
  ],
  ['type Query { "Names." a: [String!]! }', "Query.a says the limit of a list that comes whole"],
  ['input A { "A switch." a: Boolean }', "A.a says what leaving it out means"],
  ['input A { "A switch." a: Boolean! = false }', "A.a says its default"],
  ['type Query { "The moment." at: DateTime! } scalar DateTime', "Query.at says when"],
  ['type Query { "A name." name: String }', "Query.name says what null means"],
  [
    `type Query { "A secret. Requires the permission A." a: Int @requires(permission: B) }
     directive @requires(permission: P) on FIELD_DEFINITION
     enum P { A B }`,
    "Query.a names the permission that guards it",
  ],
  [
    `type Query { "Whether." a: Boolean @requires(permission: A) }
     directive @requires(permission: P) on FIELD_DEFINITION
     enum P { A }
     input QueryFilter { "Only those." a: Boolean }`,
    "QueryFilter.a names the permission of the guarded field that it filters by",
  ],
  [
    'type Mutation { "Changes. FORBIDDEN, NOT_FOUND." a(input: A!): Int } input A { id: ID!, name: String }',
    "Mutation.a names the error codes of a mutation",
  ],
  [
    'type Mutation { "Changes. FORBIDDEN, NOT_FOUND." a(input: A!): Int } input A { id: ID!, expectedVersion: Int }',
    "Mutation.a names the error codes of a mutation",
  ],
  ['type Query { "See `anotherField`." a: Int! }', "Query.a speaks only of what exists"],
  ['type Query { "Or NO_SUCH_CODE." a: Int! }', "Query.a speaks only of what exists"],
  ...[
    "No longer supported",
    "Use `b`.",
    "Until 2027-01-31.",
    "Until 2027-01-31; use `c`.",
    "Until 2027-13-31; use `b`.",
    "Until 2027-01-31; use `Query.a`.",
  ].map((reason): [string, string] => [
    `type Query { a: Int @deprecated(reason: "${reason}") b: Int }`,
    "Query.a tells until when what is deprecated stays, and what replaces it",
  ]),
];

describe("schema.graphql", () => {
  it("says everywhere what a reader without anything else must know", async () => {
    expect(breachesOf(buildSchema(await readFile(SCHEMA, "utf8")))).toEqual([]);
  });

  it("says at its beginning how to ask, what is refused, and the limits", async () => {
    const { description } = buildSchema(await readFile(SCHEMA, "utf8"));
    for (const word of ["Authorization: Bearer", "extensions.code", "BAD_USER_INPUT", "cost of 10000", "1000 tokens"]) {
      expect(description).toContain(word);
    }
  });
});

describe("the rules of descriptions", () => {
  it.each(BREACHES)("notice in %s that %s", (sdl, breach) => {
    expect(breachesOf(buildSchema(sdl, { assumeValidSDL: true }))).toContain(breach);
  });

  it("are each shown to notice something", () => {
    const unproven = RULES.filter(({ demand }) => !BREACHES.some(([, breach]) => breach.endsWith(demand)));
    expect(unproven.map(({ demand }) => demand)).toEqual([]);
  });

  it("accept a deprecation with a date and a replacement", () => {
    const sdl = 'type Query { a: Int @deprecated(reason: "Until 2027-01-31; use `Query.b`.") b: Int }';
    expect(breachesOf(buildSchema(sdl)).filter((breach) => breach.includes("deprecated"))).toEqual([]);
  });
});

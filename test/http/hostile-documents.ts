import { MARKER } from "../support/gateway/http-exchange.js";

/** A document that must be refused: what it is, the code of the refusal, and the body to post. */
export type HostileDocument = [name: string, code: string, body: string];

function times(count: number, item: (index: number) => string, separator = " "): string {
  return Array.from({ length: count }, (_, index) => item(index)).join(separator);
}

function post(query: string, variables?: object, more: object = {}): string {
  return JSON.stringify({ query, variables, ...more });
}

/** Fragments that spread the next two each: twice as many selections a level, if someone expanded them. */
function fragmentBomb(levels: number, on: string, leaf: string): string {
  const inner = times(levels, (level) => {
    const next = Math.min(level + 2, levels);
    return `fragment f${level} on ${on} { ...f${level + 1} ...f${next} }`;
  });
  return `${inner} fragment f${levels} on ${on} { ${leaf} }`;
}

export function nestedArrays(depth: number): string {
  return `${"[".repeat(depth)}${"]".repeat(depth)}`;
}

const CREATE =
  "mutation ($input: CreateOAuthApplicationInput!) { createOAuthApplication(input: $input) { clientSecret } }";

function create(input: object): string {
  return post(CREATE, { input: { name: "x", ...input } });
}

function createWith(field: string, json: string): string {
  return create({ [field]: "JSON" }).replace('"JSON"', json);
}

const NESTED: HostileDocument[] = [
  [
    "a nesting of 200 levels",
    "GRAPHQL_VALIDATION_FAILED",
    post(`{ oauthApplications ${"{ nodes { auditEvents ".repeat(100)} { totalCount } ${"} }".repeat(100)} }`),
  ],
  ["900 open braces", "GRAPHQL_PARSE_FAILED", post("{".repeat(900))],
  ["200,000 open braces", "GRAPHQL_PARSE_FAILED", post("{".repeat(200_000))],
  ["900 open brackets of a type", "GRAPHQL_PARSE_FAILED", post(`query ($a: ${"[".repeat(900)}Int`)],
  ["a list literal 480 deep", "GRAPHQL_VALIDATION_FAILED", post(`{ node(id: ${nestedArrays(480)}) { id } }`)],
  [
    "an unknown field below 300 inline fragments",
    "GRAPHQL_VALIDATION_FAILED",
    post(`{ ${"... { ".repeat(300)} unknown ${"} ".repeat(300)} }`),
  ],
  [
    "nested pages over the cost limit",
    "GRAPHQL_VALIDATION_FAILED",
    post("{ oauthApplications(first: 100) { nodes { auditEvents(first: 100) { nodes { id } } } } }"),
  ],
];

const REPEATED: HostileDocument[] = [
  ["5000 tokens", "GRAPHQL_PARSE_FAILED", post(`{ viewer { ${"role ".repeat(5000)} } }`)],
  ["100,000 tokens", "GRAPHQL_PARSE_FAILED", post(`{ ${"a ".repeat(100_000)} }`)],
  ["200 aliases", "GRAPHQL_VALIDATION_FAILED", post(`{ viewer { ${times(200, (index) => `a${index}: role`)} } }`)],
  [
    "200 aliases of __typename",
    "GRAPHQL_VALIDATION_FAILED",
    post(`{ viewer { ${times(200, (index) => `a${index}: __typename`)} } }`),
  ],
  [
    "aliases in a fragment that is spread again and again",
    "GRAPHQL_VALIDATION_FAILED",
    post(
      `{ ${times(8, (index) => `v${index}: viewer { ...f }`)} } fragment f on Viewer { a: role b: role c: role d: role }`,
    ),
  ],
  ["200 root fields", "GRAPHQL_VALIDATION_FAILED", post(`{ ${"viewer { role } ".repeat(200)} }`)],
  [
    "root fields in a fragment that is spread again and again",
    "GRAPHQL_VALIDATION_FAILED",
    post(`{ ${"...f ".repeat(8)} } fragment f on Query { ${"viewer { role } ".repeat(10)} }`),
  ],
  ["100 directives", "GRAPHQL_VALIDATION_FAILED", post(`{ viewer { role ${"@skip(if: false) ".repeat(100)} } }`)],
  ["400 unknown directives", "GRAPHQL_VALIDATION_FAILED", post(`{ viewer { role ${"@a ".repeat(400)} } }`)],
  [
    "20 conflicting fields with conflicting fields",
    "GRAPHQL_VALIDATION_FAILED",
    post(`{ ${times(20, (index) => `a: ${index % 2 ? "viewer" : "organization"} { id a: name }`)} }`),
  ],
  [
    "480 fields with the same name",
    "GRAPHQL_VALIDATION_FAILED",
    post(`{ viewer { ${times(480, () => "role")} unknown } }`),
  ],
  ["300 unknown fields", "GRAPHQL_VALIDATION_FAILED", post(`{ viewer { ${times(300, (index) => `rol${index}`)} } }`)],
];

const FRAGMENTS: HostileDocument[] = [
  [
    "a fragment that spreads itself",
    "GRAPHQL_VALIDATION_FAILED",
    post("{ viewer { ...f } } fragment f on Viewer { role ...f }"),
  ],
  [
    "a cycle of three fragments",
    "GRAPHQL_VALIDATION_FAILED",
    post("{ ...a } fragment a on Query { ...b } fragment b on Query { ...c } fragment c on Query { ...a }"),
  ],
  [
    "a fragment bomb of 60 levels at the root",
    "GRAPHQL_VALIDATION_FAILED",
    post(`{ ...f0 } ${fragmentBomb(60, "Query", "viewer { role }")}`),
  ],
  [
    "a fragment bomb of 60 levels below the root",
    "GRAPHQL_VALIDATION_FAILED",
    post(`{ viewer { ...f0 } } ${fragmentBomb(60, "Viewer", "role")}`),
  ],
  [
    "pages over the cost limit in a fragment bomb",
    "GRAPHQL_VALIDATION_FAILED",
    post(
      `{ oauthApplications(first: 99) { nodes { ...f0 } } } ${fragmentBomb(12, "OAuthApplication", "auditEvents(first: 99) { totalCount }")}`,
    ),
  ],
];

const INTROSPECTION: HostileDocument[] = [
  [
    "an introspection of fields and types 60 deep",
    "GRAPHQL_VALIDATION_FAILED",
    post(`{ __schema { types ${"{ fields { type ".repeat(60)}{ name }${" } }".repeat(60)} } }`),
  ],
  [
    "100 aliases of __schema",
    "GRAPHQL_VALIDATION_FAILED",
    post(`{ ${times(100, (index) => `a${index}: __schema { types { name } }`)} }`),
  ],
  [
    "an introspection of possible types 100 deep",
    "GRAPHQL_VALIDATION_FAILED",
    post(`{ __schema { types ${"{ possibleTypes { interfaces ".repeat(50)}{ name }${" } }".repeat(50)} } }`),
  ],
];

const VALUES: HostileDocument[] = [
  [
    "a list literal of 300 items",
    "BAD_USER_INPUT",
    post(
      `mutation { createOAuthApplication(input: {name: "x", scopes: [${times(300, (index) => `"s${index}"`)}]}) { clientSecret } }`,
    ),
  ],
  ["a list of 80,000 items", "BAD_USER_INPUT", create({ scopes: Array(80_000).fill("") })],
  ["50,000 items of a wrong type", "BAD_USER_INPUT", create({ redirectUris: Array(50_000).fill(1) })],
  ["20,000 values that no enum has", "BAD_USER_INPUT", create({ grantTypes: Array(20_000).fill("AUTH") })],
  [
    "15,000 unknown fields",
    "BAD_USER_INPUT",
    create(Object.fromEntries(Array.from({ length: 15_000 }, (_, index) => [`nam${index}`, 1]))),
  ],
  ["250 KiB of text", "BAD_USER_INPUT", create({ name: MARKER.repeat(8_600) })],
  [
    "a redirect URI of 250 KiB",
    "BAD_USER_INPUT",
    create({ redirectUris: [`https://a.example/${"../%2e".repeat(42_000)}`] }),
  ],
  ["100,000 nested arrays", "BAD_USER_INPUT", createWith("scopes", nestedArrays(100_000))],
  ["40,000 nested objects", "BAD_USER_INPUT", createWith("scopes", `${'{"a":'.repeat(40_000)}1${"}".repeat(40_000)}`)],
  ["a secret where a number belongs", "BAD_USER_INPUT", create({ secretOverlapSeconds: MARKER })],
  [
    "a secret in a document where a number belongs",
    "GRAPHQL_VALIDATION_FAILED",
    post(`{ oauthApplications(first: "${MARKER}") { totalCount } }`),
  ],
  [
    "a secret in a document as an enum's value",
    "GRAPHQL_VALIDATION_FAILED",
    post(`{ oauthApplications(filter: {grantType: ${MARKER}}) { totalCount } }`),
  ],
  ["a secret in a string that does not end", "GRAPHQL_PARSE_FAILED", post(`{ node(id: "${MARKER}`)],
  ["a secret in a string with a wrong escape", "GRAPHQL_PARSE_FAILED", post(`{ node(id: "${MARKER}\\q") { id } }`)],
  ["a secret in a second string", "GRAPHQL_PARSE_FAILED", post(`"a" "${MARKER}"`)],
  ["a secret in a block string", "GRAPHQL_PARSE_FAILED", post(`"a" """${MARKER}"""`)],
  ["a secret after a field", "GRAPHQL_PARSE_FAILED", post(`{ viewer "${MARKER}" }`)],
  ["a secret in the wrong quotes", "GRAPHQL_PARSE_FAILED", post(`{ node(id: '${MARKER}') { id } }`)],
  [
    "a secret as a moment",
    "GRAPHQL_VALIDATION_FAILED",
    post(`{ auditEvents(filter: {since: "${MARKER}"}) { totalCount } }`),
  ],
  [
    "a secret as a moment in a variable",
    "BAD_USER_INPUT",
    post("query ($since: DateTime) { auditEvents(filter: {since: $since}) { totalCount } }", { since: MARKER }),
  ],
  [
    "a secret as a variable's default",
    "GRAPHQL_VALIDATION_FAILED",
    post(`query ($a: Int = "${MARKER}") { auditEvents(first: $a) { totalCount } }`),
  ],
  ["a number of 1e999", "BAD_USER_INPUT", createWith("secretOverlapSeconds", "1e999")],
];

const REQUESTS: HostileDocument[] = [
  [
    "two operations and no name",
    "OPERATION_RESOLUTION_FAILURE",
    post("query A { viewer { role } } query B { viewer { role } }"),
  ],
  [
    "a persisted query",
    "PERSISTED_QUERY_NOT_SUPPORTED",
    JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } } }),
  ],
  [
    "an operation name that no operation has",
    "OPERATION_RESOLUTION_FAILURE",
    post("query A { viewer { role } }", undefined, { operationName: "B" }),
  ],
  ["a persisted query of no shape", "PERSISTED_QUERY_NOT_SUPPORTED", '{"extensions":{"persistedQuery":"x"}}'],
  ["a subscription", "BAD_USER_INPUT", post("subscription { viewer { role } }")],
  ["a type definition", "GRAPHQL_VALIDATION_FAILED", post("type A { a: Int }")],
  ["NUL", "GRAPHQL_PARSE_FAILED", post("\0")],
  ["a lone surrogate", "GRAPHQL_PARSE_FAILED", post("{ viewer { role } } \ud800")],
  ["a byte order mark in its midst", "GRAPHQL_PARSE_FAILED", post("{ viewer { ro\ufeff\x01le } }")],
  ["comments only", "GRAPHQL_PARSE_FAILED", post("# nothing")],
];

/** Documents that an attacker sends and no honest client does. */
export const HOSTILE_DOCUMENTS: HostileDocument[] = [
  ...NESTED,
  ...REPEATED,
  ...FRAGMENTS,
  ...INTROSPECTION,
  ...VALUES,
  ...REQUESTS,
];

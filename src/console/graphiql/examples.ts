import type { Permission } from "../api/gql/graphql.js";

export interface Example {
  query: string;
  variables?: string;
  /** All of what it needs, so that who opens it can run it. */
  needs: readonly Permission[];
}

/** Each works as it stands, in every organization. The first that a visitor may run is in front. */
export const EXAMPLES: readonly Example[] = [
  {
    needs: ["APPLICATION_READ", "SECRET_READ"],
    query: `# Which rotations are open, and is it safe to let go of the old secret?
query OpenRotations {
  oauthApplications(first: 10, filter: { hasRotatedSecret: true }) {
    nodes {
      name
      clientId
      rotation {
        endsAt
        reason
        safeToComplete
        safeAt
        previousSecret { hint lastUsedAt }
        currentSecret { hint firstUsedAt lastUsedAt }
      }
    }
  }
}
`,
  },
  {
    needs: ["APPLICATION_READ"],
    query: `# A page of applications; ask for the next one with the cursor of the one before.
query ApplicationsByName($after: String) {
  oauthApplications(first: 20, after: $after, orderBy: { field: NAME, direction: ASC }) {
    nodes { id name clientId enabled grantTypes }
    pageInfo { hasNextPage endCursor }
  }
}
`,
    variables: '{\n  "after": null\n}\n',
  },
  {
    needs: ["APPLICATION_WRITE"],
    query: `# Registers an application. Its first secret is in this answer, and nowhere else.
mutation RegisterService($input: CreateOAuthApplicationInput!) {
  createOAuthApplication(input: $input) {
    oauthApplication { id clientId }
    clientSecret
  }
}
`,
    variables: `{
  "input": {
    "name": "An example service",
    "grantTypes": ["CLIENT_CREDENTIALS"]
  }
}
`,
  },
  {
    needs: ["AUDIT_READ"],
    query: `# What was done last, by whom, and from where.
query LastEvents {
  auditEvents(first: 10) {
    nodes {
      createdAt
      action
      actor { kind name }
      wayIn
      address
      targetId
    }
  }
}
`,
  },
];

/** The examples that this visitor may run, as GraphiQL's tabs. */
export function examplesFor(permissions: readonly Permission[]): { query: string; variables?: string }[] {
  return EXAMPLES.filter(({ needs }) => needs.every((permission) => permissions.includes(permission))).map(
    ({ query, variables }) => ({ query, variables }),
  );
}

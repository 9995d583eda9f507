import { graphql } from "../api/gql/index.js";

/** Who has signed in, where, and with which rights: the first question of the page, and what decides what it shows. */
export const VIEWER = graphql(`
  query Viewer {
    viewer {
      actor { id kind name }
      organization { id slug name }
      role
      permissions
      memberId
      memberships {
        id
        organization { id name }
      }
    }
  }
`);

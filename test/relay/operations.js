const { graphql } = require("relay-runtime");

// A list that is paged through: @connection keeps its pages together, @refetchable makes the query for the next one.
graphql`
  query operationsListQuery($count: Int!) {
    ...operationsList_query @arguments(count: $count)
  }
`;

graphql`
  fragment operationsList_query on Query
  @refetchable(queryName: "operationsListPaginationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    oauthApplications(first: $count, after: $cursor, orderBy: { field: NAME, direction: ASC })
      @connection(key: "operationsList_oauthApplications") {
      __id
      totalCount
      edges {
        node {
          id
          name
        }
      }
    }
  }
`;

// A list behind a node, whose next page is fetched through Query.node.
graphql`
  query operationsHistoryQuery($id: ID!, $count: Int!) {
    oauthApplication(id: $id) {
      ...operationsHistory_oauthApplication @arguments(count: $count)
    }
  }
`;

graphql`
  fragment operationsHistory_oauthApplication on OAuthApplication
  @refetchable(queryName: "operationsHistoryPaginationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    auditEvents(first: $count, after: $cursor) @connection(key: "operationsHistory_auditEvents") {
      edges {
        node {
          action
        }
      }
    }
  }
`;

// The other lists.
graphql`
  query operationsTokensQuery {
    apiTokens(first: 10) @connection(key: "operationsTokens_apiTokens") {
      edges {
        node {
          ...operationsToken_apiToken
        }
      }
    }
    members(first: 10) @connection(key: "operationsTokens_members") {
      edges {
        node {
          ...operationsMember_member
        }
      }
    }
    auditEvents(first: 10) @connection(key: "operationsTokens_auditEvents") {
      edges {
        node {
          ...operationsEvent_auditEvent
        }
      }
    }
  }
`;

// Every type that implements Node, fetched again by its id.
graphql`
  fragment operationsOrganization_organization on Organization @refetchable(queryName: "operationsOrganizationQuery") {
    slug
  }
`;

graphql`
  fragment operationsApplication_oauthApplication on OAuthApplication
  @refetchable(queryName: "operationsApplicationQuery") {
    name
    clientId
    secrets {
      ...operationsSecret_clientSecret
    }
  }
`;

graphql`
  fragment operationsSecret_clientSecret on ClientSecret @refetchable(queryName: "operationsSecretQuery") {
    status
  }
`;

graphql`
  fragment operationsToken_apiToken on ApiToken @refetchable(queryName: "operationsTokenQuery") {
    role
  }
`;

graphql`
  fragment operationsMember_member on Member @refetchable(queryName: "operationsMemberQuery") {
    subject
  }
`;

graphql`
  fragment operationsEvent_auditEvent on AuditEvent @refetchable(queryName: "operationsEventQuery") {
    action
    details
  }
`;

// Mutations that put what they change into the lists that are on the screen.
graphql`
  mutation operationsRegisterMutation($input: CreateOAuthApplicationInput!, $connections: [ID!]!) {
    createOAuthApplication(input: $input) {
      clientSecret
      oauthApplication @prependNode(connections: $connections, edgeTypeName: "OAuthApplicationEdge") {
        id
        name
      }
    }
  }
`;

graphql`
  mutation operationsDeleteMutation($input: DeleteOAuthApplicationInput!, $connections: [ID!]!) {
    deleteOAuthApplication(input: $input) {
      deletedId @deleteEdge(connections: $connections)
    }
  }
`;

/** One request as the load generator sends it: POST, unless it has another `method`. A list of them is sent in order. */
export function graphqlRequest(token, operationName, query, variables) {
  return {
    path: "/graphql",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ operationName, query, variables }),
  };
}

export function formRequest(path, authorization, parameters) {
  return {
    path,
    headers: { authorization, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(parameters).toString(),
  };
}

import type { OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useFragment } from "@apollo/client/react";

/** A row as its list brought it, with all that the cache has learnt of it since, as it learns it. */
export function useFresh<Row extends { __typename: string; id: string }>(
  fragment: TypedDocumentNode<Row, OperationVariables>,
  row: Row,
): Row {
  const { data } = useFragment({ fragment, from: { __typename: row.__typename, id: row.id } });
  return { ...row, ...(data as Partial<Row>) };
}

import { useMutation } from "@apollo/client/react";
import type { SubmitEvent } from "react";
import { FailureNotice } from "./failure-notice.js";
import { gatewayErrors, isInDoubt } from "./gateway-errors.js";
import { graphql } from "./gql/index.js";
import { prepend } from "./lists.js";
import { forgetAnswer, useShowSecret } from "./new-secrets.js";

const CREATE = graphql(`
  mutation CreateApplication($input: CreateOAuthApplicationInput!) {
    createOAuthApplication(input: $input) {
      clientSecret
      oauthApplication { id ...ApplicationRow_application }
    }
  }
`);

/** `refresh` asks for the list, where the cache has none to put the new application into, or it is not known whether there is one. */
export function CreateApplication({ hasList, refresh }: { hasList: boolean; refresh: () => void }) {
  const showSecret = useShowSecret();
  const [create, mutation] = useMutation(CREATE, {
    update(cache, { data }) {
      const application = data?.createOAuthApplication?.oauthApplication;
      if (application) prepend(cache, application.id);
    },
  });
  const save = async (event: SubmitEvent<HTMLFormElement>) => {
    // An `action` would empty the form when it is refused, too.
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get("name"));
    const { data, error } = await create({ variables: { input: { name } } });
    const created = data?.createOAuthApplication;
    if (created?.clientSecret) {
      showSecret(name, created.clientSecret);
      forgetAnswer(mutation);
    }
    if (created) form.reset();
    if (created ? !hasList : error && gatewayErrors(error).some(isInDoubt)) refresh();
  };
  return (
    <form onSubmit={save}>
      <input name="name" aria-label="Name" />
      <button type="submit" disabled={mutation.loading}>
        Register
      </button>
      <FailureNotice errors={[mutation.error]} />
    </form>
  );
}

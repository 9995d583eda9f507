import { useMutation } from "@apollo/client/react";
import { FailureNotice } from "./failure-notice.js";
import { graphql } from "./gql/index.js";
import { prepend } from "./lists.js";
import { SecretShownOnce } from "./secret-shown-once.js";

const CREATE = graphql(`
  mutation CreateApplication($input: CreateOAuthApplicationInput!) {
    createOAuthApplication(input: $input) {
      clientSecret
      oauthApplication { id ...ApplicationRow_application }
    }
  }
`);

export function CreateApplication() {
  const [create, { data, error, reset }] = useMutation(CREATE, {
    onError: () => undefined,
    update(cache, { data }) {
      const application = data?.createOAuthApplication?.oauthApplication;
      if (application) prepend(cache, application.id);
    },
  });
  const secret = data?.createOAuthApplication?.clientSecret;
  const save = (form: FormData) => void create({ variables: { input: { name: String(form.get("name")) } } });
  return (
    <form action={save}>
      <input name="name" aria-label="Name" />
      <button type="submit">Register</button>
      <FailureNotice error={error} />
      {secret && <SecretShownOnce secret={secret} onStored={reset} />}
    </form>
  );
}

import { useMutation } from "@apollo/client/react";
import { FailureNotice } from "./failure-notice.js";
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

export function CreateApplication() {
  const showSecret = useShowSecret();
  const [create, mutation] = useMutation(CREATE, {
    update(cache, { data }) {
      const application = data?.createOAuthApplication?.oauthApplication;
      if (application) prepend(cache, application.id);
    },
  });
  const save = async (form: FormData) => {
    const name = String(form.get("name"));
    const { data } = await create({ variables: { input: { name } } });
    const secret = data?.createOAuthApplication?.clientSecret;
    if (!secret) return;
    showSecret(name, secret);
    forgetAnswer(mutation);
  };
  return (
    <form action={save}>
      <input name="name" aria-label="Name" />
      <button type="submit" disabled={mutation.loading}>
        Register
      </button>
      <FailureNotice errors={[mutation.error]} />
    </form>
  );
}

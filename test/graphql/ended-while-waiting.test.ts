import { expect, it } from "vitest";
import { holdFile } from "../support/databases/held-file.js";
import { watchAskedChanges } from "../support/gateway/asked-changes.js";
import { startTestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { issueApiToken } from "../support/organization/api-tokens.js";
import { inputTypeOf, MUTATION_INPUTS } from "../support/organization/mutation-inputs.js";
import { leastOf } from "../support/organization/shown-once.js";

haveTime();

it("every mutation that waits while its token is revoked is refused in its own transaction", async () => {
  const gateway = await startTestGateway("sqlite");
  try {
    const organization = await gateway.organization();
    const { owner } = organization;
    const { client, id } = await issueApiToken(owner, { role: "OWNER" });
    const inputs: [string, Record<string, unknown>][] = [];
    for (const [mutation, prepare] of Object.entries(MUTATION_INPUTS)) {
      inputs.push([mutation, await prepare(organization)]);
    }
    const state = () =>
      owner.ok(`{ organization { name } oauthApplications(first: 100) { nodes { id name version } }
        auditEvents { totalCount } apiTokens { totalCount } members { totalCount } }`);
    const before = await state();

    const holder = await holdFile(gateway.database);
    const asked = watchAskedChanges();
    const waiting = Promise.all(
      inputs.map(async ([mutation, input]) => {
        const { status, data, errors } = await client.send(
          `mutation ($input: ${inputTypeOf(mutation)}!) { ${mutation}(input: $input) { ${leastOf(mutation)} } }`,
          { input },
        );
        return { mutation, status, data, errors: errors.map(({ path, extensions }) => [path, extensions.code]) };
      }),
    );
    try {
      await asked.of(inputs.length);
      // Whoever holds the file is the only one who can revoke.
      await holder.run(`UPDATE api_tokens SET revoked_at = ${gateway.now()} WHERE id = '${id}'`);
    } finally {
      await holder.release();
    }
    expect(await waiting).toEqual(
      inputs.map(([mutation]) => ({
        mutation,
        status: 200,
        data: { [mutation]: null },
        errors: [[[mutation], "UNAUTHENTICATED"]],
      })),
    );
    expect(await state()).toEqual(before);
  } finally {
    await gateway.stop();
  }
});

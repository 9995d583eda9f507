import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rejectInexactNumbers } from "../../src/http/json-numbers.js";
import type { DomainError } from "../../src/model/domain-error.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

const KEPT = [
  ...["0", "1", "-1.5", "0.1", "1e5", "1E+2", "1.50", "100000000000000000000", "9007199254740991"],
  ...["1e308", "5e-324", "0.30000000000000004", "1.7976931348623157e308", "0e999", "0.000", "1234567890123456.5"],
];
const CHANGED = [
  ...["1e999", "-1e999", "1e-999", "9007199254740993", "12345678901234567890", "0.1000000000000000055"],
  ...["1.00000000000000000001", `1${"2".repeat(400)}`, `0.${"1".repeat(300_00)}`],
];

function refusalOf(json: string): string | undefined {
  try {
    rejectInexactNumbers(json);
    return undefined;
  } catch (error) {
    return (error as DomainError).message;
  }
}

describe("numbers of a body", () => {
  it.each(KEPT)("may be %s, which comes back as the same number", (number) => {
    expect(refusalOf(`{"a": [${number}]}`)).toBe(undefined);
    expect(Number(JSON.stringify(JSON.parse(number)))).toBe(Number(number));
  });

  it.each(CHANGED)("are refused by their field when they would come back as others: %s", (number) => {
    expect(refusalOf(`{"a": {"b c": [0, ${number}]}}`)).toMatch(/^a\.b c\.1 must be a number that is kept exactly/);
    expect(refusalOf(number)).toMatch(/^body /);
  });

  it("are not what stands in texts", () => {
    for (const json of ['{"a": "1e999"}', '{"a\\"1e999": "\\\\"}', '{"1e999": 1}', '"1e999"', '["[1e999", {"b": 2}]']) {
      expect(refusalOf(json)).toBe(undefined);
    }
  });

  it("are named by where they stand", () => {
    expect(refusalOf('{"a": [{"x": 1}, [1, 2], {"b": {}, "c\\u0041": [[], 1e999]}]}')).toMatch(/^a\.2\.cA\.1 must/);
    expect(refusalOf('[{"a": {"b": 1}, "c": 1e999}]')).toMatch(/^0\.c must/);
    // Replaced by what follows, but sent.
    expect(refusalOf('{"a": 1e999, "a": 1}')).toMatch(/^a must/);
  });

  it("are found in a large body at once", () => {
    const body = JSON.stringify({ text: '\\"1e999'.repeat(30_000), zeros: "0".repeat(200_000) });
    expect(refusalOf(body)).toBe(undefined);
    expect(refusalOf(`[${"1,".repeat(50_000)}${"0".repeat(1)}.${"0".repeat(100_000)}1]`)).toContain("50000 must");
  });
});

describe("a dialect's body", () => {
  let gateway: TestGateway;
  let authorization: string;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    authorization = `Bearer ${(await gateway.organization()).developer.token}`;
  });
  afterAll(() => gateway.stop());

  const post = async (body: string) => {
    const headers = { authorization, "content-type": "application/json" };
    const answer = await fetch(`${gateway.url}/v1/oauth_applications`, { method: "POST", headers, body });
    return { status: answer.status, text: await answer.text() };
  };

  it("that ends within a text, or has a number many times, is refused at once", async () => {
    const { user } = process.cpuUsage();
    expect((await post(`{"name":"${"a".repeat(200_000)}`)).status).toBe(400);
    expect((await post(`{"name":"${'\\"'.repeat(100_000)}`)).status).toBe(400);
    const often = await post(`{${'"a":1e999,'.repeat(20_000)}"a":1}`);
    expect(often).toMatchObject({ status: 422, text: expect.stringContaining("kept exactly") });
    expect(process.cpuUsage().user - user).toBeLessThan(5_000_000);
  });

  it("is held to the same behind a byte order mark", async () => {
    for (const mark of ["", "\uFEFF"]) {
      expect((await post(`${mark}{"name":"One","a":1e999}`)).text).toContain("kept exactly");
    }
  });
});

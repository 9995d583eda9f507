import { expect, it } from "vitest";
import { redirectUriProblem, webUrlProblem } from "../../src/model/uri.js";

/** After so many calls V8 has compiled what is called. */
const MANY = 20_000;

it("judges an international address alike, however often it is asked", () => {
  const home = new Set<string | undefined>();
  const redirect = new Set<string | undefined>();
  for (let index = 0; index < MANY; index++) {
    home.add(webUrlProblem("https://bücher.example/"));
    redirect.add(redirectUriProblem("https://bücher.example/"));
  }
  expect(home).toEqual(new Set([undefined]));
  expect(redirect).toEqual(new Set([expect.stringContaining("Punycode")]));
});

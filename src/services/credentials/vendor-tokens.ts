/** A kind of token that its vendor has given a prefix, so that it can be found. */
interface VendorToken {
  vendor: string;
  /** The prefix and as much of the rest as there is at least. */
  shape: string;
  /** Where the vendor, or who scans for it, says so. */
  source: string;
}

export const VENDOR_TOKENS: readonly VendorToken[] = [
  {
    vendor: "AWS",
    shape: "A[KS]IA[A-Z2-7]{16}",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
  },
  {
    vendor: "GitHub",
    shape: "(?:gh[oprsu]|github_pat)_[0-9A-Za-z_]{36}",
    source: "https://github.blog/changelog/2021-03-31-authentication-token-format-updates-are-generally-available",
  },
  {
    vendor: "GitLab",
    shape: "gl(?:agent|cbt|dt|ffct|ft|imt|oas|pat|ptt|rt|soat)-[0-9A-Za-z_-]{20}",
    source: "https://docs.gitlab.com/security/tokens/#token-prefixes",
  },
  {
    vendor: "Google",
    shape: "(?:AIza[0-9A-Za-z_-]{35}|GOCSPX-[0-9A-Za-z_-]{20})",
    source: "https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns",
  },
  {
    vendor: "HashiCorp Vault",
    shape: "hv[brs]\\.[0-9A-Za-z_-]{20}",
    source: "https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes",
  },
  {
    vendor: "npm",
    shape: "npm_[0-9A-Za-z]{36}",
    source: "https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/",
  },
  {
    vendor: "Ory",
    shape: "ory_(?:ac|at|rt)_[0-9A-Za-z_-]{20}",
    source: "https://github.com/ory/hydra/issues/2845",
  },
  {
    vendor: "PyPI",
    shape: "pypi-AgE[0-9A-Za-z_-]{12}",
    source: "https://pypi.org/help/#apitoken",
  },
  {
    vendor: "Slack",
    shape: "(?:xox[a-z]|xapp)-[0-9A-Za-z-]{10}",
    source: "https://docs.slack.dev/authentication/tokens",
  },
  {
    vendor: "Stripe",
    shape: "(?:[rs]k_(?:live|test)|whsec)_[0-9A-Za-z]{10}",
    source: "https://docs.stripe.com/keys",
  },
];

/** In any text, but not within a longer word. */
const ANY = new RegExp(`(?<![0-9A-Za-z])(?:${VENDOR_TOKENS.map(({ shape }) => shape).join("|")})`);

/** Whether a text has a token in it that its vendor's prefix tells. */
export function holdsVendorToken(text: string): boolean {
  return ANY.test(text);
}

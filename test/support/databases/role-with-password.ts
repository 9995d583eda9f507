/** A role that one test makes: of it, and of no other, the cluster asks for its password. */
export const ROLE_WITH_PASSWORD = "asked_for_a_password";

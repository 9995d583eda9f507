declare module "pg/lib/utils.js" {
  const utils: {
    /** A parameter's value as PostgreSQL's protocol takes it: a list is the text of an array. */
    prepareValue(value: unknown): string | Buffer | null;
  };
  export default utils;
}

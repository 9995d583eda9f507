/** The store over the database of `DATABASE_URL`. */
export async function openStore(env) {
  const kind = env.DATABASE_URL.startsWith("postgres") ? "postgres" : "sqlite";
  const { openStore } = await import(`./${kind}-store.mjs`);
  return openStore(env);
}

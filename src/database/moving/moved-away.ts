import type { DataSource } from "typeorm";

export interface BegunMove {
  id: string;
  moved_to: string;
  complete: number;
}

/** The move of a SQLite file that has begun; undefined when none has, as in a file that is not up to date. */
export async function moveOf(dataSource: DataSource): Promise<BegunMove | undefined> {
  const known = await dataSource.query("SELECT 1 FROM sqlite_master WHERE name = 'database_moves'");
  if (known.length === 0) return undefined;
  const [move] = await dataSource.query("SELECT id, moved_to, complete FROM database_moves WHERE moved_to IS NOT NULL");
  return move;
}

/** Throws an Error for a SQLite file that has moved, or has begun to. To be called before anything is changed. */
export async function demandNotMoved(dataSource: DataSource): Promise<void> {
  const move = await moveOf(dataSource);
  if (!move) return;
  if (move.complete === 1) throw new Error(`it has moved to ${move.moved_to}, which DATABASE_URL has to name.`);
  throw new Error(
    `it has begun to move to ${move.moved_to}. Run the command \`copy\` again, or with --abandon to go on here.`,
  );
}

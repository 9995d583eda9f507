const WORDS: Record<string, string> = {
  EACCES: "this user may not",
  EDQUOT: "no space is left for this user",
  EEXIST: "it is there and is something else",
  EISDIR: "it is a folder",
  ENOENT: "there is no such file or folder",
  ENOSPC: "no space is left",
  ENOTDIR: "a part of its path is no folder",
  EPERM: "this user may not",
  EPIPE: "nobody reads it any more",
  EROFS: "nothing can be written there",
  NO_LOCK: "it is there and is no lock",
  SQLITE_CANTOPEN: "this user may not",
  SQLITE_NOTADB: "it is there and is something else",
  SQLITE_READONLY: "this user may not",
};

/** Why a file could not be read or written, in words. */
export function fileProblem(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "an unknown reason";
  return WORDS[code] ?? code;
}

/** More than any issuer has to say, in bytes. */
const MAX_BYTES = 1024 * 1024;

/** The JSON of an answer from elsewhere. Throws when it is none, or larger than a megabyte, which is not read to its end. */
export async function boundedJson({ body }: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    // Leaving the loop closes the connection.
    if (bytes > MAX_BYTES) throw new Error("The answer is larger than a megabyte.");
    chunks.push(chunk);
  }
  return JSON.parse(new TextDecoder().decode(Buffer.concat(chunks)));
}

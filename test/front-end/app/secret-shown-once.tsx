/** A new secret, until whoever needs it has put it away: then nothing of the page knows it any more. */
export function SecretShownOnce({ secret, onStored }: { secret: string; onStored: () => void }) {
  return (
    <div>
      <output>{secret}</output>
      <button type="button" onClick={onStored}>
        I have stored it
      </button>
    </div>
  );
}

/** Before a secret is issued for an application that keeps a recipient key: who asks for it will not be able to read it. */
export function WillBeSealed() {
  return (
    <p>
      It will be sealed to the recipient key that the application keeps: what is shown here opens only where the private
      key is, with <code>npm run -s cli -- secret open --key FILE</code>. If that key is lost, change or remove it in
      the settings first.
    </p>
  );
}

import { takeOffScreen, useSecretOnScreen } from "./shown-secrets.js";

/** Stands above everything that can fail, go away or be signed out: a secret on the screen outlives all of it. */
export function SecretOnScreen() {
  const entry = useSecretOnScreen();
  if (!entry) return null;
  const { key, secret, View } = entry;
  return <View key={key} secret={secret} onClosed={() => takeOffScreen(key)} />;
}

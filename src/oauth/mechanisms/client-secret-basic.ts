import { TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import { type Mechanism, metadataFor } from "./mechanism.js";

/** The secret in the header Authorization (RFC 6749 §2.3.1). */
export const clientSecretBasic: Mechanism = {
  name: "client_secret_basic",
  registered: TokenEndpointAuthMethod.CLIENT_SECRET_BASIC,
  isVendors: true,
  isPresented: ({ authorization }) => Boolean(authorization),
  metadata: metadataFor("client_secret_basic"),
};

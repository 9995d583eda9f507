import { TokenEndpointAuthMethod } from "../../model/client-metadata.js";
import { type Mechanism, metadataFor } from "./mechanism.js";

/** The secret in the form (RFC 6749 §2.3.1). */
export const clientSecretPost: Mechanism = {
  name: "client_secret_post",
  registered: TokenEndpointAuthMethod.CLIENT_SECRET_POST,
  isVendors: true,
  isPresented: ({ parameters }) => Boolean(parameters.client_secret),
  metadata: metadataFor("client_secret_post"),
};

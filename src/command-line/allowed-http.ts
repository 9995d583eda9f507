import type { Actor } from "../model/actor.js";
import { UpdateOrganizationInput } from "../model/inputs/organization.inputs.js";
import type { Services } from "../services/services.js";

/** Switches an organization's `allowHttpRedirectUris` on, once there is a client for whom. */
export class AllowedHttp {
  /** Whether it was off before. */
  hasSwitched = false;
  private switching: Promise<void> | undefined;

  constructor(
    private readonly services: Services,
    private readonly actor: Actor,
  ) {}

  /** Resolves when it is on. Tries again after it has failed. */
  async once(): Promise<void> {
    this.switching ??= this.switchOn();
    try {
      await this.switching;
    } catch (error) {
      this.switching = undefined;
      throw error;
    }
  }

  private async switchOn(): Promise<void> {
    const { organizations } = this.services;
    if ((await organizations.get(this.actor)).allowHttpRedirectUris) return;
    const input = Object.assign(new UpdateOrganizationInput(), { allowHttpRedirectUris: true });
    await organizations.update(this.actor, input);
    this.hasSwitched = true;
  }
}

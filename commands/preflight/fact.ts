import { Ended, unknown } from "./check";

/** Something that one check finds out and that others build on: asked once, when first wanted. */
export class Fact<T> {
  #value: Promise<T> | undefined;

  /** @param check The name of the check that says why it is not to be had. */
  constructor(
    readonly check: string,
    private readonly find: () => Promise<T>,
  ) {}

  /** For the check whose fact it is: where it is not to be had, the error says why. */
  asked(): Promise<T> {
    return (this.#value ??= this.find());
  }

  /** For the checks that build on it: where it is not to be had, they could not be asked. */
  async needed(): Promise<T> {
    try {
      return await this.asked();
    } catch {
      throw new Ended(unknown(`not asked: needs ${this.check}`));
    }
  }
}

import { Provider } from "@pulumi/github/provider";
import type * as pulumi from "@pulumi/pulumi";

import { refuseOtherGithub } from "./policy/github-owner";

/**
 * The GitHub provider for the repositories of this owner. The plugin takes its token from the environment: the SDK
 * would copy GITHUB_TOKEN into the provider's inputs, and so in plain text into the state, where another token would
 * be a change.
 *
 * @throws InputError when the environment names another owner, or an App, which the plugin would use instead.
 */
export function githubProvider(owner: string, environment: NodeJS.ProcessEnv = process.env): Provider {
  refuseOtherGithub(owner, environment);
  const withoutToken: pulumi.ResourceTransformation = ({ props, opts }) => ({
    props: { ...props, token: undefined },
    opts,
  });
  // The newer client is four times as fast, and says a used-up rate limit at once.
  return new Provider("github", { owner, legacyClient: false }, { transformations: [withoutToken] });
}

import { findResource } from "../cloud";
import { type Properties, textOf } from "../properties";
import type { Invoke } from "../resource-type";
import { getZone } from "./hosted-zone";
import { oidcProvider, withoutScheme } from "./oidc-provider";

const getCallerIdentity: Invoke = (_args, { caller: { account } }) => ({
  id: account,
  accountId: account,
  arn: `arn:aws:iam::${account}:user/stand-in`,
  userId: "AIDASTANDINSTANDINST",
});

const getRegion: Invoke = (args, { caller }) => {
  const region = textOf(args, "region") || textOf(args, "name") || caller.region;
  return { id: region, region, name: region, description: region, endpoint: `ec2.${region}.amazonaws.com` };
};

const getPartition: Invoke = () => ({
  id: "aws",
  partition: "aws",
  dnsSuffix: "amazonaws.com",
  reverseDnsPrefix: "com.amazonaws",
});

const getOpenIdConnectProvider: Invoke = (args, { caller, cloud }) => {
  const [url, givenArn] = [textOf(args, "url"), textOf(args, "arn")];
  const arn = givenArn || `arn:aws:iam::${caller.account}:oidc-provider/${withoutScheme(url)}`;
  const held = findResource(cloud, oidcProvider.token, caller.account, arn);
  if (held === undefined) throw new Error(`reading IAM OIDC Provider (${givenArn || url}): couldn't find resource`);
  const { clientIdLists = [], tags = {}, thumbprintLists = [] } = held.properties;
  return { id: arn, arn, url: textOf(held.properties, "url"), clientIdLists, tags, thumbprintLists };
};

/**
 * The ids of AWS's own policies.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 */
const cachePolicies = new Map([
  ["Managed-CachingDisabled", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"],
  ["Managed-CachingOptimized", "658327ea-f89d-4fab-a63d-7e88639e58f6"],
]);

/** Looks one of AWS's own policies up, by its name or its id. */
function managedPolicy(title: string, ids: ReadonlyMap<string, string>, rest: Properties): Invoke {
  const kind = title.toLowerCase().replaceAll(" ", "-");
  return (args, { caller }) => {
    const asked = textOf(args, "name") || textOf(args, "id");
    const found = [...ids].find((entry) => entry.includes(asked));
    if (found === undefined) throw new Error(`no matching CloudFront ${title} (${asked})`);
    const [name, id] = found;
    const arn = `arn:aws:cloudfront::${caller.account}:${kind}/${id}`;
    return { ...rest, arn, id, name, comment: "", etag: "E23ZP02F085DFQ" };
  };
}

export const lookups: Readonly<Record<string, Invoke>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
  "aws:index/getRegion:getRegion": getRegion,
  "aws:index/getPartition:getPartition": getPartition,
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": getOpenIdConnectProvider,
  "aws:route53/getZone:getZone": getZone,
  "aws:cloudfront/getCachePolicy:getCachePolicy": managedPolicy("Cache Policy", cachePolicies, {
    defaultTtl: 86_400,
    maxTtl: 31_536_000,
    minTtl: 1,
  }),
};

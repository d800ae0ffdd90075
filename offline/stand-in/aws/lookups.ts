import { findResource } from "../cloud";
import { textOf } from "../properties";
import type { Invoke } from "../resource-type";
import { getZone } from "./hosted-zone";
import { oidcProvider, withoutScheme } from "./oidc-provider";

const getCallerIdentity: Invoke = (_args, { caller: { account } }) => ({
  id: account,
  accountId: account,
  arn: `arn:aws:iam::${account}:user/stand-in`,
  userId: "AIDASTANDINSTANDINST",
});

const getRegion: Invoke = (_args, { caller: { region } }) => ({ id: region, region, name: region });

const getOpenIdConnectProvider: Invoke = (args, { caller, cloud }) => {
  const [url, givenArn] = [textOf(args, "url"), textOf(args, "arn")];
  const arn = givenArn || `arn:aws:iam::${caller.account}:oidc-provider/${withoutScheme(url)}`;
  const held = findResource(cloud, oidcProvider.token, caller.account, arn);
  if (held === undefined) throw new Error(`reading IAM OIDC Provider (${givenArn || url}): couldn't find resource`);
  const { clientIdLists = [], tags = {}, thumbprintLists = [] } = held.properties;
  return { id: arn, arn, url: textOf(held.properties, "url"), clientIdLists, tags, thumbprintLists };
};

/**
 * The one of AWS's own cache policies that the stand-in knows.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 */
const caching = { name: "Managed-CachingOptimized", id: "658327ea-f89d-4fab-a63d-7e88639e58f6" };

const getCachePolicy: Invoke = (args, { caller: { account } }) => {
  const asked = textOf(args, "name");
  if (asked !== caching.name) throw new Error(`no matching CloudFront Cache Policy (${asked})`);
  const arn = `arn:aws:cloudfront::${account}:cache-policy/${caching.id}`;
  return { ...caching, arn, comment: "", etag: "E23ZP02F085DFQ", defaultTtl: 86_400, maxTtl: 31_536_000, minTtl: 1 };
};

export const lookups: Readonly<Record<string, Invoke>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
  "aws:index/getRegion:getRegion": getRegion,
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": getOpenIdConnectProvider,
  "aws:route53/getZone:getZone": getZone,
  "aws:cloudfront/getCachePolicy:getCachePolicy": getCachePolicy,
};

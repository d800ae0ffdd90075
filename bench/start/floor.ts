// The floor of the program's start: all that the program imports of Pulumi's packages, and one empty component, since
// the start ends with the last resource.
import "@pulumi/aws/acm/certificate";
import "@pulumi/aws/acm/certificateValidation";
import "@pulumi/aws/cloudfront/distribution";
import "@pulumi/aws/cloudfront/function";
import "@pulumi/aws/cloudfront/getCachePolicy";
import "@pulumi/aws/cloudfront/originAccessControl";
import "@pulumi/aws/cloudfront/responseHeadersPolicy";
import "@pulumi/aws/cloudwatch/logDelivery";
import "@pulumi/aws/cloudwatch/logDeliveryDestination";
import "@pulumi/aws/cloudwatch/logDeliverySource";
import "@pulumi/aws/getCallerIdentity";
import "@pulumi/aws/getRegion";
import "@pulumi/aws/iam/getOpenIdConnectProvider";
import "@pulumi/aws/iam/openIdConnectProvider";
import "@pulumi/aws/iam/role";
import "@pulumi/aws/iam/rolePoliciesExclusive";
import "@pulumi/aws/iam/rolePolicy";
import "@pulumi/aws/iam/rolePolicyAttachmentsExclusive";
import "@pulumi/aws/route53/getZone";
import "@pulumi/aws/route53/record";
import "@pulumi/aws/s3/bucket";
import "@pulumi/aws/s3/bucketLifecycleConfiguration";
import "@pulumi/aws/s3/bucketOwnershipControls";
import "@pulumi/aws/s3/bucketPolicy";
import "@pulumi/aws/s3/bucketPublicAccessBlock";
import "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import "@pulumi/aws/s3/bucketVersioning";
import "@pulumi/github/actionsVariable";
import "@pulumi/github/getRestApi";
import "@pulumi/github/provider";
import "@pulumi/github/repositoryEnvironment";
import "@pulumi/github/repositoryEnvironmentDeploymentPolicy";
import * as pulumi from "@pulumi/pulumi";

new pulumi.ComponentResource("bench:start:Floor", "floor");

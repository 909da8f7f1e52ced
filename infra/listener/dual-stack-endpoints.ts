/** AWS's own addresses that answer over IPv6; the plain ones mostly do not. */
export function dualStackEndpoints(region: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: `https://dynamodb.${region}.api.aws`,
    AWS_ENDPOINT_URL_S3: `https://s3.dualstack.${region}.amazonaws.com`,
    AWS_ENDPOINT_URL_SQS: `https://sqs.${region}.api.aws`,
    AWS_ENDPOINT_URL_SSM: `https://ssm.${region}.api.aws`,
  };
}

/** The last look at a failure before it is shown, kept or copied: an exchange may repeat what it was sent. */
import type { Failure } from '../../shared/reasons';
import type { Credentials } from './client';
import type { EgressRequest } from './egress';

/** Shorter texts are no secrets, and would take pieces out of words. */
const shortestHidden = 4;

/** What is secret in a request: the account's own fields, and a signature in whatever header or query it travels. */
function secretsOf(
  { apiKey, secret, passphrase, memo }: Credentials,
  { url, headers }: EgressRequest,
): readonly string[] {
  const fields = [apiKey, secret, passphrase, memo].map((field) => field?.reveal() ?? '');
  const signatures = Object.entries(headers).flatMap(([name, value]) => (/sign/i.test(name) ? [value] : []));
  const texts = [...fields, ...signatures, new URL(url).searchParams.get('signature') ?? ''];
  return texts
    .flatMap((text) => [text, encodeURIComponent(text)])
    .filter((text) => text.length >= shortestHidden)
    .toSorted((a, b) => b.length - a.length);
}

/** The failure with "…" wherever its texts repeat a secret of the account or of the request. */
export function withoutSecrets(failure: Failure, credentials: Credentials, request: EgressRequest): Failure {
  const secrets = secretsOf(credentials, request);
  const clean = (text: string): string => secrets.reduce((left, hidden) => left.replaceAll(hidden, '…'), text);
  const { code, subject, detail } = failure;
  return {
    ...failure,
    ...(code === undefined ? {} : { code: clean(code) }),
    ...(subject === undefined ? {} : { subject: clean(subject) }),
    ...(detail === undefined ? {} : { detail: clean(detail) }),
  };
}
